"""Taking chats from the queue (C1, C4)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from divan.accounts.actions import add_member
from divan.chat.actions.accepting import accept, accept_next
from divan.chat.actions.ending import end_chat
from divan.chat.actions.presence import set_capacity
from divan.chat.actions.transferring import transfer
from divan.chat.models import Chat, ChatMember, EndReason, Role, State
from divan.chat.tests.waiting_room import arrive, at_once, lines_of, site_of
from divan.core.actors import ANONYMOUS, Right
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.tickets.models import Event, Status, Ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


def test_whoever_accepts_leads_and_owns_the_ticket(people: Cast) -> None:
    chat = arrive(site_of(people))
    accept(chat, actor=actor(people.agent))
    chat.refresh_from_db()
    ticket = Ticket.objects.get(pk=chat.ticket_id)
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.agent.pk)
    assert chat.accepted_at is not None
    assert (ticket.assignee_id, ticket.status) == (people.agent.pk, Status.OPEN)
    assert ChatMember.objects.get(chat=chat).role == Role.LEAD
    assert lines_of(chat, public=True) == ["said", "accepted"]
    kinds = Event.objects.filter(ticket=ticket).values_list("kind", flat=True)
    assert list(kinds).count("chat.accepted") == 1


def test_accepting_again_changes_nothing(people: Cast) -> None:
    chat = arrive(site_of(people))
    accept(chat, actor=actor(people.agent))
    accept(chat, actor=actor(people.agent))
    assert lines_of(chat) == ["said", "accepted"]


def test_a_chat_that_somebody_has_is_not_taken_from_them(people: Cast) -> None:
    chat = arrive(site_of(people))
    accept(chat, actor=actor(people.agent))
    with pytest.raises(Overtaken):
        accept(chat, actor=actor(people.supervisor))
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    with pytest.raises(Overtaken):
        accept(chat, actor=actor(people.agent))


def test_nobody_accepts_without_the_right_to_reply(people: Cast) -> None:
    chat = arrive(site_of(people))
    for person in (people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            accept(chat, actor=actor(person))
    with pytest.raises(NotAllowed):
        accept(chat, actor=ANONYMOUS)
    add_member(people.group, people.other_agent, Right.SEE, actor=actor(people.administrator))
    with pytest.raises(NotAllowed):
        accept(chat, actor=actor(people.other_agent))
    assert lines_of(chat) == ["said"]


def test_a_colleague_who_came_as_visitor_does_not_answer_themselves(people: Cast) -> None:
    chat = arrive(site_of(people))
    Chat.objects.filter(pk=chat.pk).update(visitor=people.agent)
    with pytest.raises(NotAllowed):
        accept(chat, actor=actor(people.agent))


def test_nobody_leads_more_chats_than_their_number(people: Cast) -> None:
    site, agent = site_of(people), actor(people.agent)
    set_capacity(people.agent.pk, 2, actor=agent)
    first, second, third = (arrive(site, name) for name in ("Nora", "Omar", "Pia"))
    accept(first, actor=agent)
    accept(second, actor=agent)
    with pytest.raises(Refused) as refusal:
        accept(third, actor=agent)
    assert "2" in refusal.value.message
    with pytest.raises(Refused):
        accept_next(actor=agent)
    end_chat(first, actor=agent, reason=EndReason.EXPERT)
    taken = accept_next(actor=agent)
    assert taken is not None
    assert taken.pk == third.pk


def test_the_next_is_whoever_has_waited_longest(people: Cast, frozen_clock: FrozenClock) -> None:
    site, other = site_of(people), site_of(people, people.other_group)
    arrive(other, "Quin")
    frozen_clock.advance(timedelta(seconds=5))
    first = arrive(site, "Nora")
    frozen_clock.advance(timedelta(seconds=5))
    second = arrive(site, "Omar")
    taken = [accept_next(actor=actor(people.agent)) for _each in range(3)]
    assert [chat.pk if chat else None for chat in taken] == [first.pk, second.pk, None]


def test_what_waits_for_a_colleague_is_theirs_alone_for_a_minute(
    people: Cast, frozen_clock: FrozenClock
) -> None:
    chat = arrive(site_of(people))
    accept(chat, actor=actor(people.agent))
    transfer(chat, to=people.supervisor, actor=actor(people.agent))
    assert accept_next(actor=actor(people.agent)) is None
    frozen_clock.advance(timedelta(seconds=61))
    taken = accept_next(actor=actor(people.agent))
    assert taken is not None
    assert taken.waits_for_id is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins(people: Cast) -> None:
    site = site_of(people)
    for name in ("Nora", "Omar", "Pia"):
        chat = arrive(site, name)
        both = [partial(accept, chat, actor=actor(one)) for one in (people.agent, people.supervisor)]
        outcomes = at_once(*both)
        assert sum(isinstance(one, Chat) for one in outcomes) == 1
        assert sum(isinstance(one, Overtaken) for one in outcomes) == 1
        assert lines_of(chat) == ["said", "accepted"]
        assert ChatMember.objects.filter(chat=chat, role=Role.LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
def test_somebody_with_room_for_one_does_not_get_two_at_once(people: Cast) -> None:
    site, agent = site_of(people), actor(people.agent)
    set_capacity(people.agent.pk, 1, actor=agent)
    chats = [arrive(site, name) for name in ("Nora", "Omar")]
    outcomes = at_once(*(partial(accept, chat, actor=agent) for chat in chats))
    assert sum(isinstance(one, Chat) for one in outcomes) == 1
    assert Chat.objects.filter(state=State.ACTIVE, lead=people.agent).count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_and_ending_at_once_leave_a_chat_that_has_ended_whole(people: Cast) -> None:
    site = site_of(people)
    for name in ("Nora", "Omar", "Pia"):
        chat = arrive(site, name)
        ending = partial(end_chat, chat, actor=actor(people.supervisor), reason=EndReason.VISITOR)
        outcomes = at_once(partial(accept, chat, actor=actor(people.agent)), ending)
        chat.refresh_from_db()
        assert chat.state == State.ENDED
        assert not isinstance(outcomes[1], Exception)
        assert isinstance(outcomes[0], (Chat, Overtaken))
        assert not ChatMember.objects.filter(chat=chat, left_at=None).exists()
