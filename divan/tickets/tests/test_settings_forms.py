"""Settings: forms and their questions, changed by those who may, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry
from divan.core.errors import NotAllowed, Refused
from divan.tickets.actions import forms as verbs
from divan.tickets.actions.forms import FormDetails
from divan.tickets.models import Form, FormField
from divan.tickets.ready_made import create_forms
from divan.tickets.tests.portal import send, ticket_of
from tests.support.cast import Cast, actor

WORDS = {"names_en": "Borrow a tool", "names_tr": "Alet ödünç al", "intros_en": "Which one?"}


@pytest.fixture
def desk(people: Cast) -> Cast:
    create_forms(people.group)
    return people


@pytest.fixture
def admin(desk: Cast, client_for) -> Client:
    return client_for(desk.administrator)


def logged() -> list[str]:
    """What the administration log says about forms."""
    entries = AdministrationEntry.objects.filter(kind__regex=r"^(form|question)\.").order_by("pk")
    return list(entries.values_list("kind", flat=True))


def test_a_new_form_is_offered_at_its_own_address(desk: Cast, admin: Client) -> None:
    given = {**WORDS, "group": desk.other_group.pk, "type": "service_request", "icon": "wrench"}
    answer = admin.post("/settings/forms/add/", given)
    created = Form.objects.get(slug="borrow-a-tool")
    assert answer.headers["Location"] == f"/settings/forms/{created.pk}/"
    assert logged() == ["form.created"]
    ticket = ticket_of(send(Client(), "borrow-a-tool"))
    assert (ticket.group, ticket.type) == (desk.other_group, "service_request")
    turkish = Client(headers={"Accept-Language": "tr"}).get("/forms/borrow-a-tool/").content.decode()
    assert "Alet ödünç al" in turkish


def test_the_address_of_a_second_form_with_that_name_is_another_one(desk: Cast) -> None:
    details = FormDetails(names={"fa": "فرم"}, group_id=desk.group.pk)
    admin = actor(desk.administrator)
    slugs = [verbs.create_form(details, actor=admin).slug for _time in range(3)]
    assert slugs == ["form", "form-2", "form-3"]


def test_changing_a_form_keeps_its_address_and_is_logged_once(desk: Cast, admin: Client) -> None:
    row = Form.objects.get(slug="contact")
    given = {**WORDS, "group": desk.group.pk, "type": "question", "icon": "mail"}
    for _time in range(2):
        assert admin.post(f"/settings/forms/{row.pk}/", given).status_code == 302
    row.refresh_from_db()
    assert (row.slug, row.names["en"], row.consents) == ("contact", "Borrow a tool", {})
    assert logged() == ["form.changed"]


def test_a_form_without_any_name_comes_back_with_what_was_typed(desk: Cast, admin: Client) -> None:
    given = {"intros_en": "Which one?", "group": desk.group.pk, "type": "question", "icon": "form"}
    answer = admin.post("/settings/forms/add/", given)
    assert answer.status_code == 422
    assert "Which one?" in answer.content.decode()
    assert Form.objects.count() == 4


def test_a_form_is_taken_out_of_the_portal_and_offered_again(desk: Cast, admin: Client) -> None:
    row = Form.objects.get(slug="contact")
    for in_use, status in (("0", 404), ("0", 404), ("1", 200)):
        admin.post(f"/settings/forms/{row.pk}/use/", {"in_use": in_use})
        assert Client().get("/forms/contact/").status_code == status
    assert logged() == ["form.in_use", "form.in_use"]


def test_the_order_is_that_of_the_portal(desk: Cast, admin: Client) -> None:
    row = Form.objects.get(slug="contact")
    for _time in range(3):
        admin.post(f"/settings/forms/{row.pk}/move/")
    assert Form.objects.first() == row
    assert logged() == ["form.moved"]


def test_questions_are_added_changed_and_removed(desk: Cast, admin: Client) -> None:
    row = Form.objects.get(slug="contact")
    page = f"/settings/forms/{row.pk}/questions/"
    asked = {
        "kind": "choice",
        "labels_en": "Which size?",
        "choices_en": "Small\nLarge",
        "choices_tr": "Küçük\nBüyük",
    }
    assert admin.post(f"{page}add/", asked).status_code == 302
    question = FormField.objects.get(form=row, key="which_size")
    assert question.choices == [
        {"value": "c1", "labels": {"en": "Small", "tr": "Küçük"}},
        {"value": "c2", "labels": {"en": "Large", "tr": "Büyük"}},
    ]
    ticket = ticket_of(send(Client(), answer_which_size="c2"))
    more = {**asked, "choices_en": "Tiny\nLarge\nHuge", "is_required": "on"}
    assert admin.post(f"{page}{question.pk}/", more).status_code == 302
    question.refresh_from_db()
    assert [choice["value"] for choice in question.choices] == ["c1", "c2", "c3"]
    assert admin.post(f"{page}{question.pk}/remove/").status_code == 302
    ticket.refresh_from_db()
    assert ticket.answers == {"which_size": "c2"}
    assert logged() == ["question.added", "question.changed", "question.removed"]


def test_a_choice_needs_two_choices(desk: Cast, admin: Client) -> None:
    row = Form.objects.get(slug="contact")
    asked = {"kind": "choice", "labels_en": "Which size?", "choices_en": "Small"}
    assert admin.post(f"/settings/forms/{row.pk}/questions/add/", asked).status_code == 422


def test_a_question_belongs_to_its_form(desk: Cast, admin: Client) -> None:
    one, other = Form.objects.get(slug="contact"), Form.objects.get(slug="support")
    question = other.fields.first()
    assert question is not None
    assert admin.get(f"/settings/forms/{one.pk}/questions/{question.pk}/").status_code == 404


def test_only_who_may_change_forms_changes_them(desk: Cast, client_for) -> None:
    row = Form.objects.get(slug="contact")
    for person in (desk.agent, desk.supervisor, desk.customer, desk.clerk):
        assert client_for(person).get("/settings/forms/").status_code == 404
        assert client_for(person).post(f"/settings/forms/{row.pk}/use/", {"in_use": "0"}).status_code == 404
    with pytest.raises(NotAllowed):
        verbs.set_form_in_use(row.pk, False, actor=actor(desk.agent))


def test_a_group_that_is_not_in_use_gets_no_form(desk: Cast) -> None:
    desk.other_group.is_active = False
    desk.other_group.save(update_fields=["is_active"])
    details = FormDetails(names={"en": "X"}, group_id=desk.other_group.pk)
    with pytest.raises(Refused):
        verbs.create_form(details, actor=actor(desk.administrator))


def test_a_group_stays_in_use_while_a_form_brings_it_tickets(people: Cast, client_for) -> None:
    Form.objects.update(group=people.other_group)
    admin, address = client_for(people.administrator), f"/settings/groups/{people.other_group.pk}/"
    refused = admin.post(f"{address}deactivate/", follow=True).content.decode()
    people.other_group.refresh_from_db()
    assert people.other_group.is_active
    assert "Give them another group first." in refused
    Form.objects.update(is_active=False)
    admin.post(f"{address}deactivate/")
    people.other_group.refresh_from_db()
    assert not people.other_group.is_active
