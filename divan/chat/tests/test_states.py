"""What is true of a chat now: each side knows what is for it, and no more."""

from __future__ import annotations

import json
from typing import Any

from divan.chat.actions.calling_back import ask_call_back, next_business_day
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite
from divan.chat.actions.joining import join, watch
from divan.chat.models import ChatAgent, ChatMember, ChatSite, EndReason
from divan.chat.tests.talking import Conversation, begin, family, read, say, taken
from divan.chat.tests.waiting_room import online
from divan.core.actors import SYSTEM
from divan.tickets.actions import promise
from tests.support.cast import Cast, actor


def _public(talk: Conversation) -> Any:
    return family.states(talk.chat.channel)["public"]


def _desk(talk: Conversation) -> Any:
    return family.states(talk.chat.channel)["desk"]


def test_the_visitor_knows_their_place_and_who_is_there(people: Cast) -> None:
    first, second = begin(people), begin(people)
    assert [_public(talk)["place"] for talk in (first, second)] == [1, 2]
    assert _public(second)["experts"] == []
    talk = taken(people)
    (expert,) = _public(talk)["experts"]
    assert set(expert) == {"key", "name", "title", "photo", "lead"}
    assert (expert["key"], expert["name"], expert["lead"]) == (
        f"person:{people.agent.pk}",
        people.agent.name,
        True,
    )
    assert people.agent.email not in json.dumps(_public(talk))


def test_the_visitor_never_learns_of_watchers_invitations_and_whispers(people: Cast) -> None:
    talk = taken(people)
    before, lines = _public(talk), read(talk.visitor())
    watch(talk.chat, actor=actor(people.supervisor))
    invite(talk.chat, people.other_agent, actor=actor(people.agent))
    say(talk.expert(people.agent), "Psst", whisper=True)
    assert _public(talk) == before
    assert read(talk.visitor()) == lines
    told = {one["name"]: (one["watcher"], one["invited"]) for one in _desk(talk)["experts"]}
    assert told == {
        people.agent.name: (False, False),
        people.supervisor.name: (True, False),
        people.other_agent.name: (False, True),
    }
    join(talk.chat, actor=actor(people.other_agent))
    assert [one["name"] for one in _public(talk)["experts"]] == [people.agent.name, people.other_agent.name]


def test_the_desk_knows_the_ticket(people: Cast) -> None:
    talk = taken(people)
    assert (_desk(talk)["ticket"], _desk(talk)["subject"]) == (talk.ticket.number, talk.ticket.subject)
    assert "ticket" not in _public(talk)
    assert family.states("chat:4711") == {}


def test_reading_never_goes_back_and_never_beyond_the_last_line(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Which light is on?")
    family.read([(talk.visitor(), 2), (talk.expert(people.agent), 3)])
    family.read([(talk.visitor(), 1), (talk.expert(people.agent), 1)])
    assert _desk(talk)["visitor"]["read"] == 2
    assert _desk(talk)["experts"][0]["read"] == 3
    family.read(
        [(talk.visitor(), 9999), (talk.expert(people.agent), 9999), (talk.expert(people.supervisor), 1)]
    )
    assert _public(talk)["visitor"]["read"] == 3
    assert ChatMember.objects.get(chat=talk.chat).read == 3


def test_typing_is_passed_on_without_words_unless_the_site_shows_them(people: Cast) -> None:
    talk = taken(people)
    typing = {"typing": True, "text": "I think that"}
    assert family.note(talk.visitor(), typing) == {"desk": {"typing": True}}
    ChatSite.objects.update(shows_typing=True)
    assert family.note(talk.visitor(), typing) == {"desk": {"typing": True, "text": "I think that"}}
    agent = talk.expert(people.agent)
    assert family.note(agent, typing) == {"public": {"typing": True}, "desk": {"typing": True}}
    whispering = family.note(agent, {**typing, "whisper": True})
    assert whispering == {"desk": {"typing": True, "whisper": True}}


def test_what_a_watcher_types_never_leaves_the_desk(people: Cast) -> None:
    talk = taken(people)
    watch(talk.chat, actor=actor(people.supervisor))
    seat = talk.expert(people.supervisor)
    assert family.note(seat, {"typing": True}) == {}
    assert set(family.note(seat, {"typing": True, "whisper": True})) == {"desk"}


def test_open_pages_of_colleagues_count_as_being_there(people: Cast) -> None:
    talk = taken(people)
    online(people.agent)
    ChatAgent.objects.update(seen_at=None)
    family.attend([talk.expert(people.agent), talk.visitor()])
    assert ChatAgent.objects.get(user=people.agent).seen_at is not None


def test_the_visitor_knows_the_number_of_their_ticket_and_how_the_chat_ended(people: Cast) -> None:
    talk = begin(people)
    assert (_public(talk)["number"], _public(talk)["ended"]) == (talk.ticket.number, None)
    end_chat(talk.chat, actor=SYSTEM, reason=EndReason.UNANSWERED)
    assert (_public(talk)["number"], _public(talk)["ended"]) == (talk.ticket.number, {"reason": "unanswered"})


def test_who_asked_for_a_call_knows_the_promised_day(people: Cast) -> None:
    talk = begin(people)
    ask_call_back(talk.chat, "+48 22 123 45 67", seat=talk.visitor())
    day = next_business_day(people.group.pk).isoformat()
    assert _public(talk)["ended"] == {"reason": "unanswered", "call": day}
    assert _desk(talk)["ended"] == {"reason": "unanswered"}


def test_a_day_that_an_agent_promised_is_no_call(people: Cast) -> None:
    talk = begin(people)
    promise(talk.ticket, next_business_day(people.group.pk), actor=actor(people.agent))
    end_chat(talk.chat, actor=SYSTEM, reason=EndReason.UNANSWERED)
    assert _public(talk)["ended"] == {"reason": "unanswered"}
