"""A chat ends: by its visitor, an expert, or because nobody is there any more."""

from __future__ import annotations

import pytest

from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite_guest
from divan.chat.actions.joining import guest_joins, watch
from divan.chat.models import PRESENT, ChatMember, EndReason, State
from divan.chat.tests.talking import begin, family, read, say, taken
from divan.core.actors import SYSTEM
from divan.core.errors import NotAllowed
from divan.tickets.models import Event, Status
from tests.support.cast import Cast, actor


def test_the_visitor_ends_their_own_chat(people: Cast) -> None:
    talk, other = taken(people), begin(people)
    with pytest.raises(NotAllowed):
        end_chat(talk.chat, actor=other.visitor().actor, reason=EndReason.VISITOR)
    end_chat(talk.chat, actor=talk.visitor().actor, reason=EndReason.VISITOR)
    chat = talk.now()
    assert (chat.state, chat.end_reason) == (State.ENDED, EndReason.VISITOR)
    assert read(talk.visitor())[-1]["kind"] == "ended"
    assert read(talk.visitor())[-1]["data"] == {"reason": "visitor"}
    assert not ChatMember.objects.filter(PRESENT, chat=chat).exists()
    assert talk.ticket.status == Status.OPEN


def test_the_lead_and_supervisors_end_a_chat_and_watchers_do_not(people: Cast) -> None:
    talk = taken(people)
    for person in (people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            end_chat(talk.chat, actor=actor(person), reason=EndReason.EXPERT)
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    assert read(talk.visitor())[-1]["who"]["name"] == people.agent.name
    watched = taken(people)
    watch(watched.chat, actor=actor(people.supervisor))
    end_chat(watched.chat, actor=actor(people.supervisor), reason=EndReason.EXPERT)
    assert people.supervisor.name not in str(read(watched.visitor()))
    assert people.supervisor.name not in str(family.states(watched.chat.channel)["public"])


def test_ending_again_changes_nothing(people: Cast) -> None:
    talk = taken(people)
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    end_chat(talk.chat, actor=SYSTEM, reason=EndReason.SILENCE)
    assert talk.now().end_reason == EndReason.EXPERT
    assert [line["kind"] for line in read(talk.visitor())].count("ended") == 1
    assert Event.objects.filter(ticket=talk.ticket, kind="chat.ended").count() == 1


def test_the_end_shuts_the_link_of_a_guest_and_leaves_the_page_of_the_visitor(people: Cast) -> None:
    talk = taken(people)
    member, token = invite_guest(talk.chat, "Ingrid", "", actor=actor(people.agent))
    guest_joins(member)
    assert family.seat(talk.chat.channel, None, token) is not None
    say(talk.expert(people.agent), "Done.")
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    assert family.seat(talk.chat.channel, None, token) is None
    state = family.states(talk.chat.channel)["public"]
    assert (state["state"], state["ended"], state["may_rate"]) == ("ended", {"reason": "expert"}, True)
    assert [one["name"] for one in state["experts"]] == [people.agent.name, "Ingrid"]
