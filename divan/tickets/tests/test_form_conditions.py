"""Questions that are asked only after certain answers, in sections or alone; and questions answered with a file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.conversations.models import Attachment
from divan.core.errors import Refused
from divan.tickets.actions import questions as verbs
from divan.tickets.actions.questions import Question
from divan.tickets.models import Form, FormField, Ticket
from divan.tickets.ready_made import create_forms
from divan.tickets.tests.portal import send, ticket_of
from tests.support.cast import Cast, actor

DEVICES = [
    {"value": "c1", "labels": {"en": "Printer"}},
    {"value": "c2", "labels": {"en": "Screen"}},
]
PAPER = {"question": "device", "is": ["c1"]}


@pytest.fixture
def form(people: Cast) -> Form:
    """A device decides whether paper is asked for; paper decides about the section with the tray."""
    create_forms(people.group)
    row = Form.objects.get(slug="contact")
    for question in (
        Question(kind="choice", labels={"en": "Device"}, choices=DEVICES, is_required=True),
        Question(kind="check", labels={"en": "Paper"}, condition=PAPER),
        Question(kind="section", labels={"en": "Tray"}, condition={"question": "paper", "is": ["yes"]}),
        Question(kind="number", labels={"en": "Sheets"}, is_required=True, rules={"most": "500"}),
    ):
        verbs.add_question(row.pk, question, actor=actor(people.administrator))
    return row


def test_what_is_not_asked_is_neither_required_nor_kept(form: Form) -> None:
    ticket = ticket_of(
        send(Client(), answer_device="c2", answer_paper="on", answer_sheets="20", answer_phone="")
    )
    assert ticket.answers == {"device": "c2"}


def test_what_is_not_asked_is_not_even_checked(form: Form) -> None:
    assert ticket_of(send(Client(), answer_device="c1", answer_sheets="no number")).answers == {
        "device": "c1"
    }


@pytest.mark.parametrize("typed", ["", "501", "no number"])
def test_what_is_asked_is_required_and_has_its_limits(form: Form, typed: str) -> None:
    answer = send(Client(), answer_device="c1", answer_paper="on", answer_sheets=typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="id_answer_sheets_error"' in page
    assert f'value="{typed}"' in page or not typed
    assert Ticket.objects.count() == 0


def test_answers_to_what_is_asked_are_kept(form: Form) -> None:
    ticket = ticket_of(send(Client(), answer_device="c1", answer_paper="on", answer_sheets="20"))
    assert ticket.answers == {"device": "c1", "paper": True, "sheets": "20"}


def test_the_page_tells_browsers_the_conditions(form: Form) -> None:
    page = Client().get("/forms/contact/").content.decode()
    assert re.search(r'data-when="answer_device" data-when-is="\[&quot;c1&quot;\]"', page)
    assert 'data-when="answer_paper"' in page
    assert "conditions.js" in page


def test_a_condition_looks_back(form: Form, people: Cast) -> None:
    chief = actor(people.administrator)
    device, paper = form.fields.get(key="device"), form.fields.get(key="paper")
    with pytest.raises(Refused):
        verbs.move_question(paper.pk, up=True, actor=chief)
    with pytest.raises(Refused):
        verbs.remove_question(device.pk, actor=chief)
    ahead = Question(kind="text", labels={"en": "Phone"}, condition={"question": "sheets", "is": ["20"]})
    with pytest.raises(Refused):
        verbs.add_question(form.pk, ahead, actor=chief)
    assert list(form.fields.values_list("key", flat=True)) == ["phone", "device", "paper", "tray", "sheets"]


def test_questions_move_by_one(form: Form, people: Cast, client_for) -> None:
    sheets = form.fields.get(key="sheets")
    admin = client_for(people.administrator)
    page = f"/settings/forms/{form.pk}/questions/{sheets.pk}/move/"
    for way in ("up", "down", "down", "up"):
        assert admin.post(page, {"way": way}).status_code == 302
    assert list(form.fields.values_list("key", flat=True)) == ["phone", "device", "paper", "sheets", "tray"]


def test_a_condition_is_chosen_among_the_answers_above(form: Form, people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    page = f"/settings/forms/{form.pk}/questions/add/"
    assert 'value="device=c2"' in admin.get(page).content.decode()
    given: dict[str, Any] = {"kind": "text", "labels_en": "Inches", "depends_on": ["device=c2"]}
    assert admin.post(page, given).status_code == 302
    added = FormField.objects.get(form=form, key="inches")
    assert added.condition == {"question": "device", "is": ["c2"]}
    shown = admin.get(f"/settings/forms/{form.pk}/questions/{added.pk}/").content.decode()
    assert re.search(r'value="device=c2"[^>]* checked', shown)
    two = {**given, "depends_on": ["device=c2", "paper=yes"]}
    assert admin.post(page, two).status_code == 422


@pytest.fixture
def with_photo(people: Cast) -> Form:
    """A form that asks for a photo."""
    create_forms(people.group)
    row = Form.objects.get(slug="contact")
    asked = Question(kind="file", labels={"en": "Photo"}, is_required=True)
    verbs.add_question(row.pk, asked, actor=actor(people.administrator))
    return row


def test_a_file_that_answers_a_question_survives_an_error(with_photo: Form) -> None:
    client = Client()
    assert send(client).status_code == 422
    refused = send(client, subject="", answer_photo=SimpleUploadedFile("photo.txt", b"a photo"))
    assert refused.status_code == 422
    kept = re.search(r'name="kept_answer_photo" value="(\d+)"', refused.content.decode())
    assert kept
    ticket = ticket_of(send(client, kept_answer_photo=kept[1]))
    assert ticket.answers == {"photo": {"file": int(kept[1]), "name": "photo.txt"}}
    assert Attachment.objects.get(pk=kept[1]).message is not None


def test_nobody_answers_with_the_file_of_another_browser(with_photo: Form) -> None:
    send(Client(), subject="", answer_photo=SimpleUploadedFile("photo.txt", b"a photo"))
    stolen = Attachment.objects.get().pk
    assert send(Client(), kept_answer_photo=stolen).status_code == 422
