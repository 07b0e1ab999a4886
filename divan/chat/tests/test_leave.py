"""Leaving a chat that goes on (C4)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from divan.accounts.actions import add_member
from divan.chat.actions.accepting import accept
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join, watch
from divan.chat.actions.leading import lead
from divan.chat.actions.leaving import leave
from divan.chat.models import PRESENT, Chat, ChatMember, Role, State
from divan.chat.tests.waiting_room import arrive, at_once, lines_of, site_of
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.tickets.access import visible_to
from divan.tickets.models import Ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads."""
    return accept(arrive(site_of(people)), actor=actor(people.agent))


def test_when_the_lead_goes_whoever_has_been_there_longest_leads(
    frozen_clock: FrozenClock, chat: Chat, people: Cast
) -> None:
    add_member(people.group, people.clerk, Right.REPLY, actor=actor(people.administrator))
    for person in (people.clerk, people.supervisor):
        frozen_clock.advance(timedelta(seconds=5))
        join(chat, actor=actor(person))
    leave(chat, actor=actor(people.agent))
    chat.refresh_from_db()
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.clerk.pk)
    assert Ticket.objects.get(pk=chat.ticket_id).assignee_id == people.clerk.pk
    assert lines_of(chat, public=True)[-2:] == ["led", "left"]


def test_the_last_who_could_lead_stays(chat: Chat, people: Cast) -> None:
    invite(chat, people.other_agent, actor=actor(people.agent))
    join(chat, actor=actor(people.other_agent))
    watch(chat, actor=actor(people.supervisor))
    with pytest.raises(Refused):
        leave(chat, actor=actor(people.agent))
    chat.refresh_from_db()
    assert (chat.state, chat.lead_id) == (State.ACTIVE, people.agent.pk)
    assert "left" not in lines_of(chat)


def test_an_expert_goes_and_loses_what_was_lent(chat: Chat, people: Cast) -> None:
    invite(chat, people.other_agent, actor=actor(people.agent))
    join(chat, actor=actor(people.other_agent))
    leave(chat, actor=actor(people.other_agent))
    leave(chat, actor=actor(people.other_agent))
    assert lines_of(chat, public=True) == ["said", "accepted", "joined", "left"]
    assert not visible_to(actor(people.other_agent)).filter(pk=chat.ticket_id).exists()
    with pytest.raises(NotAllowed):
        join(chat, actor=actor(people.other_agent))


def test_an_invitation_is_declined_by_leaving(chat: Chat, people: Cast) -> None:
    invite(chat, people.other_agent, actor=actor(people.agent))
    leave(chat, actor=actor(people.other_agent))
    assert lines_of(chat, public=True) == ["said", "accepted"]
    assert not ChatMember.objects.filter(PRESENT, chat=chat, user=people.other_agent).exists()


def test_who_left_may_come_again(chat: Chat, people: Cast) -> None:
    for _twice in range(2):
        join(chat, actor=actor(people.supervisor))
        leave(chat, actor=actor(people.supervisor))
    assert lines_of(chat, public=True).count("joined") == 2
    assert ChatMember.objects.filter(chat=chat, user=people.supervisor).count() == 2


@pytest.mark.django_db(transaction=True)
def test_leaving_and_giving_the_lead_at_once_leave_one_lead(people: Cast) -> None:
    site = site_of(people)
    for name in ("Nora", "Omar", "Pia"):
        chat = accept(arrive(site, name), actor=actor(people.agent))
        second = join(chat, actor=actor(people.supervisor))
        agent = actor(people.agent)
        outcomes = at_once(partial(leave, chat, actor=agent), partial(lead, chat, second, actor=agent))
        chat.refresh_from_db()
        leads = ChatMember.objects.filter(PRESENT, chat=chat, role=Role.LEAD)
        assert [one.user_id for one in leads] == [chat.lead_id] == [people.supervisor.pk]
        assert isinstance(outcomes[0], Chat)
        assert isinstance(outcomes[1], (ChatMember, NotAllowed, Overtaken))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_leave_at_once_one_stays_to_lead(people: Cast) -> None:
    chat = accept(arrive(site_of(people)), actor=actor(people.agent))
    join(chat, actor=actor(people.supervisor))
    outcomes = at_once(*(partial(leave, chat, actor=actor(one)) for one in (people.agent, people.supervisor)))
    chat.refresh_from_db()
    # Whoever came second was the only one who could lead.
    assert sorted(type(one).__name__ for one in outcomes) == ["Chat", "Refused"]
    assert [one.user_id for one in ChatMember.objects.filter(PRESENT, chat=chat)] == [chat.lead_id]
