"""The builder of forms: copies, translations, preview, and questions that fill fields of tickets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry
from divan.core.errors import Refused
from divan.core.kept import forget_all
from divan.tickets.actions.custom_fields import FieldDetails, create_field, set_field_in_use
from divan.tickets.actions.questions import Question, add_question
from divan.tickets.models import CustomField, FieldValue, Form
from divan.tickets.ready_made import create_forms
from divan.tickets.tests.portal import send, ticket_of
from tests.support.cast import Cast, actor


@pytest.fixture
def form(people: Cast) -> Form:
    create_forms(people.group)
    return Form.objects.get(slug="support")


def field(people: Cast, audience: str = "asked", **details: Any) -> CustomField:
    made = FieldDetails(kind="text", labels={"en": "Cost centre", "tr": "Masraf yeri"}, audience=audience)
    created = create_field(made, actor=actor(people.administrator))
    forget_all()
    return created


def test_a_form_asks_for_a_field_of_the_ticket(form: Form, people: Cast, client_for) -> None:
    row = field(people)
    admin = client_for(people.administrator)
    added = admin.post(f"/settings/forms/{form.pk}/questions/add/", {"field": row.pk, "is_required": "on"})
    assert added.status_code == 302
    turkish = Client(headers={"Accept-Language": "tr"})
    assert "Masraf yeri" in turkish.get("/forms/support/").content.decode()
    assert send(turkish, "support", urgency="normal").status_code == 422
    given: dict[str, Any] = {"urgency": "normal", "answer_field.cost_centre": "K-7"}
    ticket = ticket_of(send(turkish, "support", **given))
    assert ticket.answers == {"field.cost_centre": "K-7"}
    assert FieldValue.objects.get(field=row).text == "k-7"
    question = form.fields.get(field=row)
    page = f"/settings/forms/{form.pk}/questions/{question.pk}/"
    assert admin.post(page, {"csrfmiddlewaretoken": "sent by browsers"}).status_code == 302
    question.refresh_from_db()
    assert (question.field, question.is_required) == (row, False)


def test_customers_are_asked_only_for_fields_meant_for_them(form: Form, people: Cast) -> None:
    chief = actor(people.administrator)
    hidden = field(people, audience="staff")
    with pytest.raises(Refused):
        add_question(form.pk, Question(field_id=hidden.pk), actor=chief)


def test_a_field_out_of_use_is_not_asked_for(form: Form, people: Cast) -> None:
    chief = actor(people.administrator)
    row = field(people)
    add_question(form.pk, Question(field_id=row.pk, is_required=True), actor=chief)
    with pytest.raises(Refused):
        add_question(form.pk, Question(field_id=row.pk), actor=chief)
    set_field_in_use(row.pk, False, actor=chief)
    assert ticket_of(send(Client(), "support", urgency="normal")).answers == {}


def test_a_copy_has_the_questions_and_is_not_offered(form: Form, people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    answer = admin.post(f"/settings/forms/{form.pk}/copy/")
    copy = Form.objects.get(is_active=False)
    assert answer.headers["Location"] == f"/settings/forms/{copy.pk}/"
    assert (copy.names, copy.slug) == (form.names, "something-does-not-work")
    kept = [list(row.fields.values_list("key", "kind", "labels")) for row in (form, copy)]
    assert kept[0] == kept[1]
    assert kept[0]
    assert [row.pk for row in Form.objects.all()][:2] == [form.pk, copy.pk]
    assert Client().get(f"/forms/{copy.slug}/").status_code == 404


def test_translations_stand_beside_each_other(form: Form, people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    question = form.fields.earliest("position")
    question.labels = {"en": "Which product?"}
    question.save()
    path = f"/settings/forms/{form.pk}/translations/"
    page = admin.get(path).content.decode()
    assert page.count("data-missing") == 1
    given = {f"{text}-{code}": words for text, code, words in every_text(form)}
    given[f"question.{question.pk}.labels-pl"] = "Jaki produkt?"
    assert admin.post(path, given).status_code == 302
    question.refresh_from_db()
    assert question.labels == {"en": "Which product?", "pl": "Jaki produkt?"}
    form.refresh_from_db()
    assert form.names["he"]
    assert admin.post(path, {**given, **{f"names-{code}": "" for code in form.names}}).status_code == 422
    assert AdministrationEntry.objects.filter(kind="form.translated").count() == 1


def test_what_is_wrong_with_a_translation_is_told_of_its_cell(form: Form, people: Cast, client_for) -> None:
    path = f"/settings/forms/{form.pk}/translations/"
    answer = client_for(people.administrator).post(path, {"names-en": "x" * 5000})
    assert answer.status_code == 422
    page = answer.content.decode()
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert "id_names-en_error" in described
    assert all(f'id="{told}"' in page for told in described)


def every_text(form: Form) -> list[tuple[str, str, str]]:
    """What stands in the fields of the page already."""
    texts = {name: getattr(form, name) for name in ("names", "intros", "confirmations", "consents")}
    for row in form.fields.all():
        texts |= {f"question.{row.pk}.labels": row.labels, f"question.{row.pk}.hints": row.hints}
    return [(name, code, words) for name, by_code in texts.items() for code, words in by_code.items()]


def test_a_preview_is_in_any_language_and_sends_nothing(form: Form, people: Cast, client_for) -> None:
    Form.objects.filter(pk=form.pk).update(is_active=False)
    admin = client_for(people.administrator)
    page = admin.get(f"/settings/forms/{form.pk}/preview/", {"language": "he"}).content.decode()
    assert form.names["he"] in page
    assert 'dir="rtl"' in page
    assert 'name="email"' in page
    assert 'method="post" enctype' not in page


def test_the_urgency_of_a_form_that_does_not_ask(form: Form, people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    given = {"names_en": "Fire", "group": people.group.pk, "type": "incident", "icon": "form"}
    assert admin.post("/settings/forms/add/", {**given, "urgency": "critical"}).status_code == 302
    assert ticket_of(send(Client(), "fire")).urgency == "critical"


def test_only_bare_sites_are_named(form: Form, people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    given = {"names_en": "Shop", "group": people.group.pk, "type": "question", "icon": "form"}
    for typed in ("shop.example", "https://shop.example/page", "javascript:alert(1)", "https://a b", "*"):
        assert admin.post("/settings/forms/add/", {**given, "origins": typed}).status_code == 422
    typed = "https://Shop.example/\nhttps://shop.example:443\nhttp://127.0.0.1:8100\nhttps://żółw.example"
    assert admin.post("/settings/forms/add/", {**given, "origins": typed}).status_code == 302
    assert Form.objects.get(slug="shop").origins == [
        "https://shop.example",
        "http://127.0.0.1:8100",
        "https://xn--w-uga1v8h.example",
    ]
