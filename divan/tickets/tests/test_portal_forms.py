"""Forms of the portal: guests and members, every kind of question, and nothing that is typed gets lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import Organization, OrganizationDomain, User
from divan.conversations.models import Attachment, Message
from divan.tickets.models import Category, ConsentWording, Form, FormField, Ticket
from divan.tickets.ready_made import create_categories, create_forms
from divan.tickets.tests.portal import send, stamp_of, ticket_of, without_tokens
from tests.support.cast import Cast

POLYGLOT = """"'><img src=x onerror=alert(1)></textarea><script>alert(2)</script>{{7*7}}"""


@pytest.fixture
def desk(people: Cast) -> Cast:
    """The help desk with its ready-made forms."""
    create_forms(people.group)
    return people


def test_ready_made_forms_are_complete_in_five_languages(people: Cast) -> None:
    forms = create_forms(people.group)
    create_categories()
    assert [form.slug for form in forms] == ["support", "contact", "complaint", "job-application"]
    texts = [text for form in forms for text in (form.names, form.intros, form.confirmations)]
    texts += [form.consents for form in forms if form.consents]
    texts += [question.labels for question in FormField.objects.all()]
    texts += [category.names for category in Category.objects.all()]
    assert all(set(text) == {"en", "tr", "he", "fa", "pl"} and all(text.values()) for text in texts)
    assert {form.type for form in forms} == {"incident", "question", "complaint", "application"}


def test_making_the_forms_twice_changes_nothing(desk: Cast) -> None:
    Form.objects.filter(slug="contact").update(names={"en": "Write to us"})
    create_forms(desk.group)
    assert Form.objects.count() == 4
    assert Form.objects.get(slug="contact").names == {"en": "Write to us"}


def test_a_guest_becomes_a_customer_and_gets_a_number_at_once(desk: Cast) -> None:
    acme = Organization.objects.create(name="Acme")
    OrganizationDomain.objects.create(organization=acme, domain="customer.example")
    ticket = ticket_of(send(Client(headers={"Accept-Language": "tr"})))
    nil = ticket.requester
    assert (nil.email, nil.name, nil.role.slug) == ("nil@customer.example", "Nil Arslan", "customer")
    assert (nil.language, nil.organization, nil.has_usable_password()) == ("tr", acme, False)
    assert (ticket.organization, ticket.group, ticket.type) == (acme, desk.group, "question")
    assert (ticket.channel, ticket.language) == ("form", "en")
    assert ticket.events.get().kind == "ticket.created"


def test_the_page_after_sending_never_shows_the_link(desk: Cast) -> None:
    shown = Client().get(send(Client()).headers["Location"]).content.decode()
    assert "DVN-" in shown
    assert "/t/" not in shown
    assert "/my/tickets/DVN" not in shown


def test_a_member_is_not_asked_who_they_are(desk: Cast, client_for) -> None:
    client = client_for(desk.customer)
    page = client.get("/forms/contact/").content.decode()
    assert 'name="email"' not in page
    response = send(client, name=None, email=None)
    assert ticket_of(response).requester == desk.customer
    assert "/my/tickets/" in client.get(response.headers["Location"]).content.decode()


def test_a_known_address_is_neither_changed_nor_told(desk: Cast) -> None:
    known = send(Client(), email="CELINA@customer.example", name="Somebody Else")
    unknown = send(Client(), email="never.seen@customer.example", name="Somebody Else")
    first, second = (Client().get(answer.headers["Location"]).content.decode() for answer in (known, unknown))
    hidden = [ticket.number for ticket in Ticket.objects.all()]
    for number in hidden:
        first, second = first.replace(number, "N"), second.replace(number, "N")
    celina = User.objects.get(pk=desk.customer.pk)
    assert without_tokens(first) == without_tokens(second)
    assert (celina.name, celina.language) == ("Celina Nowak", "pl")
    verified = dict(Message.objects.values_list("author__email", "is_verified"))
    assert verified == {"celina@customer.example": False, "never.seen@customer.example": True}


@pytest.mark.parametrize(
    ("language", "typed", "kept"),
    [
        ("fa", "۱۴۰۵/۰۱/۰۱", "2026-03-21"),
        ("tr", "21.03.2026", "2026-03-21"),
        ("en", "2026-03-21", "2026-03-21"),
    ],
)
def test_a_date_is_read_in_the_calendar_of_the_reader(
    desk: Cast, language: str, typed: str, kept: str
) -> None:
    client = Client(headers={"Accept-Language": language})
    ticket = ticket_of(send(client, "support", urgency="high", answer_since=typed, answer_product="R7"))
    assert ticket.answers == {"product": "R7", "since": kept}
    assert (ticket.urgency, ticket.priority) == ("high", "high")


def test_what_is_no_date_is_told_beside_the_field_in_the_language_of_the_page(desk: Cast) -> None:
    response = send(Client(), "support", urgency="normal", answer_since="soon", body="It is " + POLYGLOT)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'aria-describedby="id_answer_since_error"' in page
    assert 'value="soon"' in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert Ticket.objects.count() == 0


def test_every_kind_of_question_is_read_and_kept(desk: Cast) -> None:
    form = Form.objects.get(slug="contact")
    FormField.objects.create(form=form, key="pieces", kind="number", labels={"en": "Pieces"})
    FormField.objects.create(form=form, key="page", kind="url", labels={"en": "Page"})
    choices = [{"value": "red", "labels": {"en": "Red"}}, {"value": "blue", "labels": {"en": "Blue"}}]
    FormField.objects.create(form=form, key="colour", kind="choice", labels={"en": "Colour"}, choices=choices)
    typed = {"answer_pieces": "۱۲٫۵", "answer_page": "divan.example/a", "answer_colour": "blue"}
    client = Client(headers={"Accept-Language": "fa"})
    ticket = ticket_of(send(client, answer_phone="+۹۸ ۲۱ ۸۸۷۷ ۶۶۵۵", **typed))
    assert ticket.answers == {
        "phone": "+98 21 8877 6655",
        "pieces": "12.5",
        "page": "https://divan.example/a",
        "colour": "blue",
    }


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://divan.example/"])
def test_only_web_addresses_are_web_addresses(desk: Cast, typed: str) -> None:
    response = send(Client(), "job-application", answer_position="Baker", answer_profile=typed, consent="on")
    assert response.status_code == 422


def test_consent_is_needed_and_kept(desk: Cast) -> None:
    assert send(Client(), "complaint", urgency="normal").status_code == 422
    client = Client(headers={"Accept-Language": "tr"})
    ticket = ticket_of(send(client, "complaint", urgency="normal", consent="on"))
    read = ConsentWording.objects.get()
    form = Form.objects.get(slug="complaint")
    assert (ticket.type, read.texts, read.form) == ("complaint", form.consents, form)
    kept = ticket.answers["_consent"]
    assert (kept["wording"], kept["language"]) == (read.pk, "tr")
    assert datetime.fromisoformat(kept["at"]).tzinfo


def test_another_wording_of_the_consent_leaves_the_old_one_with_its_tickets(desk: Cast, client_for) -> None:
    sent = [ticket_of(send(Client(), "complaint", urgency="normal", consent="on")) for _time in range(2)]
    Form.objects.filter(slug="complaint").update(consents={"en": "Other words"})
    sent.append(ticket_of(send(Client(), "complaint", urgency="normal", consent="on")))
    first, second = ConsentWording.objects.order_by("pk")
    read = [ticket.answers["_consent"]["wording"] for ticket in sent]
    assert read == [first.pk, first.pk, second.pk]
    panel = client_for(desk.agent).get(f"/tickets/{sent[2].number}/panels/", HTTP_HX_REQUEST="true")
    assert "Other words" in panel.content.decode()


def test_the_same_form_sent_twice_is_one_ticket(desk: Cast) -> None:
    client = Client()
    stamp = stamp_of(client.get("/forms/contact/"))
    first, second = send(client, stamp=stamp), send(client, stamp=stamp)
    assert ticket_of(first) == ticket_of(second)
    assert Ticket.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize("stamp", ["", "forged:1:2", None])
def test_without_our_stamp_the_form_comes_back_with_everything_in_it(desk: Cast, stamp: str | None) -> None:
    client = Client()
    response = send(client, stamp=stamp)
    assert response.status_code == 422
    assert "Why are there two lines for March?" in response.content.decode()
    assert ticket_of(send(client, stamp=stamp_of(response)))


def test_the_trap_catches_programs(desk: Cast) -> None:
    assert send(Client(), website="https://spam.example").status_code == 422
    assert Ticket.objects.count() == 0


def test_too_many_forms_are_refused_with_a_time_and_nothing_lost(desk: Cast, settings) -> None:
    settings.FORMS_PER_ADDRESS = 2
    client = Client()
    assert [send(client).status_code for _time in range(3)] == [302, 302, 429]
    page = send(client, body="My long story")
    assert "minute" in page.content.decode()
    assert "My long story" in page.content.decode()
    assert send(client, email="other@customer.example").status_code == 302


def test_a_client_has_an_allowance_too(desk: Cast, settings) -> None:
    settings.FORMS_PER_CLIENT = 4  # what comes back within two seconds counts twice
    answers = [send(Client(), email=f"guest{n}@customer.example").status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_files_without_scripts_survive_an_error_and_reach_the_ticket(desk: Cast) -> None:
    client = Client()
    file = SimpleUploadedFile("../../../etc/\u202efdp.exe", b"%PDF-1.7 not really")
    refused = send(client, subject="", files=file)
    assert refused.status_code == 422
    kept = Attachment.objects.get()
    assert f'name="attachments" value="{kept.pk}"' in refused.content.decode()
    ticket = ticket_of(send(client, attachments=[kept.pk], stamp=stamp_of(refused)))
    kept.refresh_from_db()
    assert kept.message is not None
    assert kept.message.conversation_id == ticket.conversation_id
    assert kept.name == "fdp.exe"


def test_nobody_takes_the_uploads_of_another_browser(desk: Cast) -> None:
    send(Client(), subject="", files=SimpleUploadedFile("mine.txt", b"mine"))
    kept = Attachment.objects.get()
    thief = ticket_of(send(Client(), attachments=[kept.pk]))
    kept.refresh_from_db()
    assert kept.message is None
    assert not Attachment.objects.filter(message__conversation=thief.conversation_id).exists()


def test_a_form_that_is_switched_off_does_not_exist(desk: Cast) -> None:
    Form.objects.filter(slug="contact").update(is_active=False)
    assert Client().get("/forms/contact/").status_code == 404
    assert "/forms/contact/" not in Client().get("/new/").content.decode()


def test_a_subject_is_carried_from_the_landing_page_into_the_form(desk: Cast) -> None:
    page = Client().get("/forms/support/", {"subject": POLYGLOT}).content.decode()
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
    assert "?subject=" in Client().get("/new/", {"subject": "No sound"}).content.decode()
