"""What experts said and the visitor had not read when the chat ended is mailed: all of it, once, and nothing else (C7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps

from divan.accounts.models import User
from divan.chat.actions.ending import end_chat
from divan.chat.actions.joining import join
from divan.chat.models import EndReason
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, family, say, taken
from divan.core.jobs import drain
from divan.tickets.actions.participating import copy_in
from divan.tickets.models import Event
from tests.support.builders import reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

MINUTE = timedelta(minutes=1)
SAID = ("Press the red button.", "Then wait.", "The light turns green.")


def _mails(talk: Conversation) -> list[Any]:
    sweep_chats()
    sweep_chats()
    drain()
    mails = apps.get_model("mail", "OutgoingMail").objects
    return list(mails.filter(ticket=talk.ticket, to="nora@visitor.example").order_by("pk"))


def _answers(talk: Conversation, person: User) -> None:
    for text in SAID:
        say(talk.expert(person), text)


def _ended(talk: Conversation, person: User) -> None:
    end_chat(talk.chat, actor=actor(person), reason=EndReason.EXPERT)


def test_everything_that_was_said_after_the_visitor_had_gone_is_one_mail(
    people: Cast, frozen_clock: FrozenClock
) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Which light is on?")
    family.read([(talk.visitor(), 99)])
    family.left([talk.visitor()])
    frozen_clock.advance(MINUTE)
    _answers(talk, people.agent)
    frozen_clock.advance(5 * MINUTE)
    (mail,) = _mails(talk)
    assert mail.purpose == "answer"
    places = [mail.text.index(text) for text in SAID]
    assert places == sorted(places)
    assert all(text in mail.html for text in SAID)
    assert "Which light is on?" not in mail.text
    assert len(_mails(talk)) == 1


def test_a_network_that_was_cut_unnoticed_loses_no_answer(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    frozen_clock.advance(MINUTE)
    assert family.states(talk.chat.channel)["desk"]["visitor"]["here"] is True
    _answers(talk, people.agent)
    _ended(talk, people.agent)
    assert _mails(talk) == []
    frozen_clock.advance(3 * MINUTE)
    (mail,) = _mails(talk)
    assert all(text in mail.text for text in SAID)
    frozen_clock.advance(60 * MINUTE)
    assert len(_mails(talk)) == 1
    assert Event.objects.filter(kind="chat.missed").count() == 1


def test_who_comes_back_and_reads_it_gets_no_mail(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    _answers(talk, people.agent)
    _ended(talk, people.agent)
    frozen_clock.advance(2 * MINUTE)
    family.read([(talk.visitor(), 99)])
    frozen_clock.advance(MINUTE)
    assert _mails(talk) == []
    assert talk.now().read_check_at is None


def test_who_reads_a_part_of_it_gets_the_rest(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    _answers(talk, people.agent)
    _ended(talk, people.agent)
    family.read([(talk.visitor(), 3)])  # the question, that somebody came, and the first answer
    frozen_clock.advance(3 * MINUTE)
    (mail,) = _mails(talk)
    assert SAID[0] not in mail.text
    assert SAID[1] in mail.text
    assert SAID[2] in mail.text


def test_a_visitor_who_ends_the_chat_was_there(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    _answers(talk, people.agent)
    end_chat(talk.chat, actor=talk.visitor().actor, reason=EndReason.VISITOR)
    frozen_clock.advance(10 * MINUTE)
    assert _mails(talk) == []


def test_what_was_mailed_before_is_not_mailed_again(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    copy_in(talk.ticket, [people.other_customer], actor=actor(people.agent))
    reply(talk.ticket, people.agent, "Written on the page of the ticket")
    (first,) = _mails(talk)
    assert "Written on the page of the ticket" in first.text
    say(talk.expert(people.agent), "Written in the chat")
    _ended(talk, people.agent)
    frozen_clock.advance(3 * MINUTE)
    _first, second = _mails(talk)
    assert "Written in the chat" in second.text
    assert "Written on the page of the ticket" not in second.text


def test_of_several_experts_everybody_is_named(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    join(talk.chat, actor=actor(people.supervisor))
    say(talk.expert(people.agent), SAID[0])
    say(talk.expert(people.supervisor), SAID[1])
    _ended(talk, people.agent)
    frozen_clock.advance(3 * MINUTE)
    (mail,) = _mails(talk)
    for person, text in ((people.agent, SAID[0]), (people.supervisor, SAID[1])):
        assert f"{person.name}:\n\n{text}" in mail.text
