"""The sample organisation: alive, the same every time, and never mixed into a real help desk."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from divan.accounts.models import User
from divan.chat.models import Chat, ChatRule
from divan.conversations.models import Attachment, Message
from divan.core import clock
from divan.knowledge.models import KnowledgeArticle
from divan.notifications.models import Notification
from divan.replies.models import Macro, SavedReply
from divan.rooms.models import Room
from divan.samples.library import LANGUAGES
from divan.tickets.models import CustomField, Delivery, Event, Form, Ticket
from tests.support.cast import Cast
from tests.support.time import FrozenClock

PASSWORD = "only-for-tests-1"


def _demo() -> str:
    printed = StringIO()
    call_command("demo", password=PASSWORD, stdout=printed)
    return printed.getvalue()


def test_the_organisation_is_alive_in_five_languages(db: None) -> None:
    _demo()
    statuses = set(Ticket.objects.values_list("status", flat=True))
    assert statuses == {"new", "open", "pending", "on_hold", "solved", "closed"}
    for language in LANGUAGES:
        assert Ticket.objects.filter(language=language).exclude(channel="chat").count() == 30
        answered = Chat.objects.filter(language=language, state="ended", first_reply_at__isnull=False)
        assert answered.filter(purpose="support").count() == 1
    assert {chat.outcome for chat in Chat.objects.filter(purpose="sales")} == {"lead", "sold", "lost"}
    assert ChatRule.objects.get().days.count() == 10
    assert Event.objects.filter(kind="ticket.closed", payload__confirmed=True).exists()
    assert Event.objects.filter(kind="ticket.reopened").exists()
    assert Attachment.objects.filter(content_type="image/png").exists()
    assert KnowledgeArticle.objects.count() == 18
    assert Form.objects.filter(fields__condition__has_key="question").exists()
    assert CustomField.objects.count() == 2
    assert {reply.texts.count() for reply in SavedReply.objects.all()} == {len(LANGUAGES)}
    assert (SavedReply.objects.count(), Macro.objects.count()) == (6, 3)
    assert Room.objects.get().last_serial == 4
    numbers = list(
        Ticket.objects.exclude(channel="chat").order_by("created_at").values_list("number", flat=True)
    )
    assert numbers == [f"DVN-{number}" for number in range(1001, 1151)]
    _nobody_is_mailed_and_only_new_things_are_new()
    _printed_people_can_sign_in()


def _nobody_is_mailed_and_only_new_things_are_new() -> None:
    assert not Event.objects.filter(at__gt=clock.now()).exists()
    assert not Delivery.objects.exists()
    assert not Message.objects.filter(delivery="queued").exists()
    assert Notification.objects.filter(read_at=None).exists()
    assert Notification.objects.exclude(read_at=None).exists()


def _printed_people_can_sign_in() -> None:
    for email in ("nora@narin.example", "sara@narin.example", "kasia@podlipa.example"):
        person = User.objects.get(email=email)
        assert person.check_password(PASSWORD)
        client = Client()
        client.force_login(person)
        assert client.get("/", follow=True).status_code == 200


def test_it_is_the_same_every_time_and_made_only_once(db: None, frozen_clock: FrozenClock) -> None:
    assert PASSWORD in _demo()
    told = [(event.kind, event.seq, event.at.isoformat()) for event in Event.objects.order_by("id")]
    assert told[0] == ("ticket.created", 1, "2026-01-19T12:49:43.592755+00:00")
    assert len(told) > 600
    printed = StringIO()
    call_command("demo", stdout=printed)
    assert Event.objects.count() == len(told)
    assert PASSWORD not in printed.getvalue()
    assert "nora@narin.example" in printed.getvalue()


def test_a_help_desk_in_use_is_left_alone(people: Cast) -> None:
    with pytest.raises(CommandError, match="already in use"):
        _demo()
    assert not Ticket.objects.exists()
