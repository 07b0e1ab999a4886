"""What the chat left open goes on by e-mail, and what was written elsewhere reaches the chat (C8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from divan.chat.actions.calling_back import ask_call_back
from divan.chat.actions.ending import end_chat
from divan.chat.models import ChatMember, EndReason, State
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, begin, family, read, say, taken, texts
from divan.conversations.models import Message
from divan.core.actors import SYSTEM
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import drain
from divan.tickets.models import GuestLink, Ticket
from tests.support.builders import reply
from tests.support.builders import solve as solve_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


def _mails(talk: Conversation) -> list[Any]:
    drain()
    mails = apps.get_model("mail", "OutgoingMail").objects
    return list(mails.filter(ticket=talk.ticket, to="nora@visitor.example").order_by("pk"))


def test_no_mail_while_the_chat_runs_and_one_with_the_number_when_nobody_came(people: Cast) -> None:
    talk = begin(people)
    assert _mails(talk) == []
    end_chat(talk.chat, actor=SYSTEM, reason=EndReason.UNANSWERED)
    (mail,) = _mails(talk)
    assert mail.purpose == "confirmation"
    assert talk.ticket.number in mail.text
    assert GuestLink.objects.filter(ticket=talk.ticket, user__email=mail.to).count() == 1
    assert talk.ticket.is_open
    assert talk.ticket.waiting_since is not None
    drain()
    assert len(_mails(talk)) == 1


def test_who_missed_the_last_answer_gets_it_by_mail(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Press the red button.")
    frozen_clock.advance(timedelta(minutes=6))
    sweep_chats()
    assert talk.now().end_reason == EndReason.SILENCE
    (mail,) = _mails(talk)
    assert mail.purpose == "answer"
    assert "Press the red button." in mail.text


def test_who_has_read_everything_gets_nothing(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Press the red button.")
    family.read([(talk.visitor(), 99)])
    assert talk.now().visitor_read == talk.now().last_public
    frozen_clock.advance(timedelta(minutes=6))
    sweep_chats()
    assert talk.now().state == State.ENDED
    assert _mails(talk) == []


def test_who_is_there_at_the_end_gets_nothing(people: Cast) -> None:
    by_expert, by_visitor = taken(people), taken(people)
    for talk in (by_expert, by_visitor):
        say(talk.expert(people.agent), "Goodbye.")
    end_chat(by_expert.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    end_chat(by_visitor.chat, actor=by_visitor.visitor().actor, reason=EndReason.VISITOR)
    assert _mails(by_expert) == _mails(by_visitor) == []


def test_an_answer_on_the_tickets_page_is_a_line_while_the_chat_runs_and_a_mail_later(people: Cast) -> None:
    talk = taken(people)
    reply(talk.ticket, people.agent, "Written on the page of the ticket")
    assert _mails(talk) == []
    assert texts(talk.visitor())[-1] == "Written on the page of the ticket"
    assert read(talk.visitor())[-1]["who"]["name"] == people.agent.name
    drain()
    assert texts(talk.visitor()).count("Written on the page of the ticket") == 1
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    reply(Ticket.objects.get(pk=talk.ticket.pk), people.agent, "Written after the end")
    (mail,) = _mails(talk)
    assert "Written after the end" in mail.text
    assert "Written after the end" not in texts(talk.visitor())


def test_who_answers_on_the_page_of_a_chat_that_waits_says_it_under_their_name(people: Cast) -> None:
    talk = begin(people)
    reply(talk.ticket, people.supervisor, "Somebody will be with you")
    assert _mails(talk) == []
    line = read(talk.visitor())[-1]
    assert (line["text"], line["who"]["side"]) == ("Somebody will be with you", "expert")
    assert line["who"]["name"] == people.supervisor.name
    assert talk.now().state == State.WAITING
    assert ChatMember.objects.get(chat=talk.chat).left_at is not None


def test_a_solution_is_read_live_and_mailed(people: Cast) -> None:
    talk = taken(people)
    solve_ticket(talk.ticket, people.agent, "The red button was the solution")
    (mail,) = _mails(talk)
    assert mail.purpose == "solution"
    assert texts(talk.visitor())[-1] == "The red button was the solution"


def test_a_call_instead_of_waiting(people: Cast, frozen_clock: FrozenClock) -> None:
    """The clock stands at a Saturday, so the next business day is Monday."""
    talk = begin(people)
    chat = ask_call_back(talk.chat, " +90 (212) 555-01 23 ", seat=talk.visitor())
    assert (chat.state, chat.end_reason) == (State.ENDED, EndReason.UNANSWERED)
    assert talk.ticket.promised_on == date(2026, 3, 23)
    assert talk.ticket.is_open
    last = Message.objects.filter(conversation=talk.ticket.conversation).latest("pk")
    assert "+90 (212) 555-01 23" in last.text
    assert not last.from_staff
    assert [line["kind"] for line in read(talk.visitor())] == ["said", "said", "ended"]
    ask_call_back(talk.chat, "+90 212 555 01 23", seat=talk.visitor())
    assert Message.objects.filter(conversation=talk.ticket.conversation).count() == 2
    assert {mail.purpose for mail in _mails(talk)} == {"confirmation", "promise"}


@pytest.mark.parametrize("phone", ["", "12", "call me", "0" * 40, "+90 212 <b>", "١٢"])
def test_what_is_no_number_is_refused(phone: str, people: Cast) -> None:
    talk = begin(people)
    with pytest.raises(Refused):
        ask_call_back(talk.chat, phone, seat=talk.visitor())
    assert talk.now().state == State.WAITING
    with pytest.raises(NotAllowed):
        ask_call_back(talk.chat, "+90 212 555 01 23", seat=begin(people).visitor())


def test_a_chat_that_somebody_took_needs_no_call(people: Cast) -> None:
    talk = taken(people)
    with pytest.raises(Refused):
        ask_call_back(talk.chat, "+90 212 555 01 23", seat=talk.visitor())
