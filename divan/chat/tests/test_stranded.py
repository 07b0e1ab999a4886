"""No visitor stays with a lead who cannot answer: somebody else who is there leads, or the chat waits again (C8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from divan.accounts.actions import add_member, deactivate_person, remove_member
from divan.accounts.models import User
from divan.chat.actions.accepting import accept
from divan.chat.actions.joining import join
from divan.chat.models import PRESENT, ChatMember, Role, State
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, begin, family, read, say, taken
from divan.chat.tests.waiting_room import lines_of
from divan.core import jobs
from divan.core.actors import Right
from divan.tickets import actions as tickets
from divan.tickets.models import Event
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

HALF = timedelta(seconds=30)


def _pass(clock: FrozenClock, talk: Conversation, minutes: float, *there: User) -> None:
    """The visitor's page is open for so long, and so are those of these colleagues; the sweep does its rounds."""
    for _half in range(int(minutes * 2)):
        clock.advance(HALF)
        family.attend([talk.visitor(), *(talk.expert(person) for person in there)])
        sweep_chats()


def _waits_again(talk: Conversation, began: object) -> None:
    chat = talk.now()
    assert (chat.state, chat.lead_id, chat.waits_for_id) == (State.WAITING, None, None)
    assert chat.waiting_since != began
    assert talk.ticket.assignee_id is None
    assert not ChatMember.objects.filter(PRESENT, chat=chat, role=Role.LEAD).exists()
    told = [line for line in read(talk.visitor()) if line["kind"] == "transferred"]
    assert [line["who"]["side"] for line in told] == ["system"]
    assert lines_of(chat, public=True)[-2:] == ["transferred", "left"]
    assert Event.objects.filter(ticket=talk.ticket, kind="chat.transferred", actor=None).count() == 1


@pytest.fixture
def talk(people: Cast, frozen_clock: FrozenClock) -> Conversation:
    """A chat that Baran leads; the visitor has asked, and has not been answered yet."""
    talk = taken(people)
    frozen_clock.advance(HALF)
    return talk


def test_the_chat_of_somebody_who_is_out_of_use_waits_again(talk: Conversation, people: Cast) -> None:
    began = talk.chat.waiting_since
    deactivate_person(people.agent, actor=actor(people.administrator))
    sweep_chats()
    sweep_chats()
    _waits_again(talk, began)
    accept(talk.chat, actor=actor(people.supervisor))
    assert talk.now().lead_id == people.supervisor.pk


@pytest.mark.parametrize("right", [None, Right.SEE])
def test_who_loses_the_right_to_answer_loses_the_chat(
    talk: Conversation, people: Cast, right: Right | None
) -> None:
    say(talk.expert(people.agent), "Press the red button.")  # It is nobody's turn: the right alone counts.
    began = talk.now().waiting_since
    if right is None:
        remove_member(people.group, people.agent, actor=actor(people.administrator))
    else:
        add_member(people.group, people.agent, right, actor=actor(people.administrator))
    sweep_chats()
    _waits_again(talk, began)


def test_a_ticket_that_is_moved_takes_the_chat_to_the_other_queue_at_once(
    talk: Conversation, people: Cast
) -> None:
    began = talk.chat.waiting_since
    tickets.move(talk.ticket, people.other_group, actor=actor(people.agent))
    jobs.drain()
    _waits_again(talk, began)
    assert talk.now().group_id == people.other_group.pk
    accept(talk.chat, actor=actor(people.other_agent))
    sweep_chats()
    assert talk.now().lead_id == people.other_agent.pk


def test_who_may_answer_in_the_other_group_too_goes_on(talk: Conversation, people: Cast) -> None:
    add_member(people.other_group, people.agent, Right.REPLY, actor=actor(people.administrator))
    tickets.move(talk.ticket, people.other_group, actor=actor(people.agent))
    jobs.drain()
    sweep_chats()
    chat = talk.now()
    assert (chat.state, chat.lead_id, chat.group_id) == (
        State.ACTIVE,
        people.agent.pk,
        people.other_group.pk,
    )


def test_whom_the_desk_gives_the_ticket_keeps_it(talk: Conversation, people: Cast) -> None:
    tickets.move(talk.ticket, people.other_group, actor=actor(people.administrator))
    tickets.assign(talk.ticket, people.other_agent.pk, actor=actor(people.administrator))
    jobs.drain()
    assert talk.now().state == State.WAITING
    assert talk.ticket.assignee_id == people.other_agent.pk


def test_who_closes_the_laptop_gives_the_chat_back_when_the_visitor_waits(
    talk: Conversation, people: Cast, frozen_clock: FrozenClock
) -> None:
    began = talk.chat.waiting_since
    _pass(frozen_clock, talk, 5, people.agent)
    assert talk.now().lead_id == people.agent.pk
    _pass(frozen_clock, talk, 2.5)
    assert talk.now().lead_id == people.agent.pk
    _pass(frozen_clock, talk, 0.5)
    _waits_again(talk, began)
    # It does not count among the chats that they lead, and is one of those that wait when they are back.
    accept(talk.chat, actor=actor(people.agent))
    _pass(frozen_clock, talk, 1, people.agent)
    assert (talk.now().state, talk.now().lead_id) == (State.ACTIVE, people.agent.pk)


def test_nothing_happens_until_the_visitor_asks(
    talk: Conversation, people: Cast, frozen_clock: FrozenClock
) -> None:
    say(talk.expert(people.agent), "Try it for a while.")
    began = talk.now().waiting_since
    _pass(frozen_clock, talk, 10)
    assert talk.now().lead_id == people.agent.pk
    say(talk.visitor(), "It does not help.")
    sweep_chats()
    _waits_again(talk, began)


def test_nobody_is_asked_to_talk_to_a_visitor_who_is_not_there(
    talk: Conversation, people: Cast, frozen_clock: FrozenClock
) -> None:
    frozen_clock.advance(timedelta(minutes=4))
    sweep_chats()
    assert (talk.now().state, talk.now().lead_id) == (State.ACTIVE, people.agent.pk)


def test_another_expert_who_is_there_leads(
    talk: Conversation, people: Cast, frozen_clock: FrozenClock
) -> None:
    add_member(people.group, people.clerk, Right.REPLY, actor=actor(people.administrator))
    join(talk.chat, actor=actor(people.clerk))
    join(talk.chat, actor=actor(people.supervisor))
    _pass(frozen_clock, talk, 1, people.agent, people.supervisor)
    _pass(frozen_clock, talk, 3, people.supervisor)
    # The clerk came first, and has gone as well.
    chat = talk.now()
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.supervisor.pk)
    assert talk.ticket.assignee_id == people.supervisor.pk
    assert lines_of(chat, public=True)[-2:] == ["led", "left"]
    _pass(frozen_clock, talk, 4, people.supervisor)
    assert talk.now().lead_id == people.supervisor.pk


def test_a_waiting_chat_is_left_alone(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = begin(people)
    _pass(frozen_clock, talk, 4)
    assert lines_of(talk.chat) == ["said"]
