"""Guest experts: a link that opens one running chat and nothing else (C4, SECURITY class 16)."""

from __future__ import annotations

import pytest

from divan.chat import access
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite_guest, remove
from divan.chat.actions.joining import guest_joins
from divan.chat.actions.leading import lead
from divan.chat.actions.leaving import guest_leaves
from divan.chat.actions.speaking import say, whisper
from divan.chat.family import ChatFamily
from divan.chat.models import Chat, ChatMember, EndReason
from divan.chat.queries.states import chat_states
from divan.chat.tests.waiting_room import arrive, lines_of, site_of
from divan.core.errors import NotAllowed, Overtaken, Refused
from divan.tickets.access import visible_to
from divan.tickets.models import Event
from tests.support.cast import Cast, actor

Guest = tuple[ChatMember, str]


@pytest.fixture
def chat(people: Cast) -> Chat:
    """A chat that Baran leads."""
    return accept(arrive(site_of(people)), actor=actor(people.agent))


@pytest.fixture
def guest(chat: Chat, people: Cast) -> Guest:
    return invite_guest(chat, "Rosa Lind", "Heating engineer", actor=actor(people.agent))


def test_only_the_hash_of_the_link_is_kept(guest: Guest) -> None:
    member, token = guest
    member.refresh_from_db()
    assert len(token) >= 32
    assert member.token_hash
    assert token not in member.token_hash


def test_the_link_gives_a_seat_at_one_chat_and_no_ticket(guest: Guest, chat: Chat, people: Cast) -> None:
    other = accept(arrive(site_of(people), "Omar"), actor=actor(people.agent))
    found = access.seat_of_guest(guest[1])
    assert found is not None
    opened, seat = found
    assert (opened.pk, seat.channel, seat.feed) == (chat.pk, chat.channel, access.DESK)
    assert seat.listener == f"expert:{guest[0].pk}"
    assert not visible_to(seat.actor).exists()
    assert not access.chats_for(seat.actor).exists()
    for verb in ("accept", "join", "watch", "transfer", "invite", "lead", "end"):
        assert not access.may(seat.actor, verb, chat)
    assert other.channel != seat.channel
    assert access.seat_of_guest("") is None
    assert access.seat_of_guest(guest[1] + "x") is None


def test_a_guest_speaks_and_whispers_after_coming(guest: Guest, chat: Chat) -> None:
    member, token = guest
    guest_joins(member)
    guest_joins(member)
    found = access.seat_of_guest(token)
    assert found is not None
    seat = found[1]
    say(chat, "Is the red lamp on?", seat=seat, key="k1")
    whisper(chat, "It is the valve.", seat=seat, key="k2")
    assert lines_of(chat) == ["said", "accepted", "invited", "joined", "said", "whispered"]
    assert lines_of(chat, public=True) == ["said", "accepted", "joined", "said"]
    shown = chat_states(chat.pk)["public"]["experts"]
    assert ("Rosa Lind", "Heating engineer") in [(one["name"], one["title"]) for one in shown]


def test_who_has_not_come_says_nothing(guest: Guest, chat: Chat) -> None:
    found = access.seat_of_guest(guest[1])
    assert found is not None
    with pytest.raises((Refused, NotAllowed)):
        say(chat, "Hello?", seat=found[1], key="k1")


def test_who_has_not_come_hears_nothing(guest: Guest, chat: Chat) -> None:
    member, token = guest
    assert ChatFamily().seat(chat.channel, None, token) is None
    guest_joins(member)
    assert ChatFamily().seat(chat.channel, None, token) is not None


def test_the_link_dies_with_the_guests_stay(guest: Guest, chat: Chat, people: Cast) -> None:
    member, token = guest
    guest_joins(member)
    remove(member, actor=actor(people.agent))
    assert access.seat_of_guest(token) is None
    with pytest.raises(NotAllowed):
        guest_joins(member)
    assert lines_of(chat, public=True)[-1] == "left"


def test_the_link_dies_when_the_guest_leaves(guest: Guest, chat: Chat) -> None:
    member, token = guest
    guest_joins(member)
    for _twice in range(2):
        guest_leaves(member)
    assert access.seat_of_guest(token) is None
    assert lines_of(chat, public=True).count("left") == 1


def test_the_link_dies_with_the_chat(guest: Guest, chat: Chat, people: Cast) -> None:
    end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    assert access.seat_of_guest(guest[1]) is None
    with pytest.raises(Overtaken):
        guest_joins(guest[0])


def test_a_guest_does_not_lead(guest: Guest, chat: Chat, people: Cast) -> None:
    guest_joins(guest[0])
    with pytest.raises(Refused):
        lead(chat, guest[0], actor=actor(people.agent))


def test_guests_need_a_name_and_somebody_who_may_invite(chat: Chat, people: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        invite_guest(chat, "  ", "", actor=actor(people.agent))
    assert refusal.value.field == "name"
    for person in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            invite_guest(chat, "Rosa", "", actor=actor(person))


def test_the_log_names_the_guest_by_the_stay(guest: Guest, chat: Chat) -> None:
    guest_joins(guest[0])
    event = Event.objects.get(ticket_id=chat.ticket_id, kind="chat.joined")
    assert event.payload == {"expert": guest[0].pk}
    assert event.actor_id is None
