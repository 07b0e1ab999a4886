"""Whispers: experts consult each other unseen, all of them or two (C5)."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.chat.actions.inviting import invite, invite_guest
from divan.chat.actions.joining import guest_joins, join, watch
from divan.chat.models import ChatLine
from divan.chat.tests.talking import Conversation, family, read, say, taken, texts
from divan.conversations.actions import upload
from divan.conversations.models import Message, Visibility
from divan.realtime.lines.families import HIDDEN, Declined, Stored
from tests.support.cast import Cast, actor


def _with(talk: Conversation, people: Cast, *others: User) -> None:
    for person in others:
        invite(talk.chat, person, actor=actor(people.agent))
        join(talk.chat, actor=actor(person))


def test_a_whisper_reaches_experts_and_no_public_feed(people: Cast) -> None:
    talk = taken(people)
    _with(talk, people, people.other_agent)
    before = read(talk.visitor())
    assert isinstance(say(talk.expert(people.agent), "Do you know this one?", whisper=True), Stored)
    assert texts(talk.expert(people.other_agent))[-1] == "Do you know this one?"
    assert read(talk.visitor()) == before
    (fresh,) = family.fresh({talk.chat.channel: len(read(talk.expert(people.agent))) - 1})[talk.chat.channel]
    assert set(fresh.views) == {"desk"}
    assert fresh.only is None
    assert "Do you know" not in json.dumps(family.states(talk.chat.channel))


def test_a_whisper_is_an_internal_message_of_another_conversation(people: Cast) -> None:
    talk = taken(people)
    before = talk.ticket
    say(talk.expert(people.agent), "Do you know this one?", whisper=True)
    message = Message.objects.get(text="Do you know this one?")
    assert message.visibility == Visibility.INTERNAL
    assert message.conversation_id == talk.now().backstage_id != talk.ticket.conversation_id
    after = talk.ticket
    assert (after.snippet, after.last_activity_at, after.first_reply_at) == (
        before.snippet,
        before.last_activity_at,
        None,
    )


def test_a_whisper_to_one_is_a_number_to_others(people: Cast) -> None:
    talk = taken(people)
    _with(talk, people, people.other_agent, people.supervisor)
    agent, other = talk.expert(people.agent), talk.expert(people.other_agent)
    outcome = say(agent, "Only you", whisper=True, to=other.listener)
    assert isinstance(outcome, Stored)
    assert read(other)[-1]["text"] == read(agent)[-1]["text"] == "Only you"
    assert read(other)[-1]["to"] == {"key": other.listener, "name": people.other_agent.name}
    assert read(talk.expert(people.supervisor))[-1] == {"n": outcome.n, "kind": HIDDEN}
    (fresh,) = family.fresh({talk.chat.channel: outcome.serial - 1})[talk.chat.channel]
    assert fresh.only == {agent.listener, other.listener}


def test_whispers_go_to_nobody_who_has_left_and_not_to_oneself(people: Cast) -> None:
    talk = taken(people)
    agent = talk.expert(people.agent)
    for to in (agent.listener, f"person:{people.supervisor.pk}", "person:0"):
        assert isinstance(say(agent, "Psst", whisper=True, to=to), Declined)
    assert isinstance(say(talk.visitor(), "Psst", whisper=True), Declined)
    assert "Psst" not in texts(agent)


def test_watchers_and_guests_whisper(people: Cast) -> None:
    talk = taken(people)
    watch(talk.chat, actor=actor(people.supervisor))
    member, token = invite_guest(talk.chat, "Ingrid", "from the maker", actor=actor(people.agent))
    guest_joins(member)
    assert isinstance(say(talk.expert(people.supervisor), "Well done", whisper=True), Stored)
    assert isinstance(say(talk.guest(token), "It is the pump", whisper=True), Stored)
    assert isinstance(say(talk.guest(token), "Hello, I know this heater."), Stored)
    assert texts(talk.guest(token))[1:] == ["Well done", "It is the pump", "Hello, I know this heater."]
    assert texts(talk.visitor())[1:] == ["Hello, I know this heater."]
    assert read(talk.visitor())[-1]["who"] == {
        "key": f"expert:{member.pk}",
        "name": "Ingrid",
        "title": "from the maker",
        "photo": "",
        "side": "expert",
    }


def test_files_of_whispers_have_a_door_for_their_readers_alone(
    people: Cast, client_for: Callable[[User | None], Client]
) -> None:
    talk = taken(people)
    _with(talk, people, people.other_agent, people.supervisor)
    file = upload(SimpleUploadedFile("plan.txt", b"the pump"), actor=actor(people.agent))
    to = talk.expert(people.other_agent).listener
    say(talk.expert(people.agent), "The plan", whisper=True, to=to, files=[file.pk])
    (shown,) = read(talk.expert(people.other_agent))[-1]["files"]
    assert client_for(people.other_agent).get(shown["url"]).status_code == 200
    assert client_for(people.agent).get(shown["url"]).status_code == 200
    assert client_for(people.supervisor).get(shown["url"]).status_code == 404
    assert client_for(people.customer).get(shown["url"]).status_code == 404
    assert ChatLine.objects.filter(chat=talk.chat, message__attachments=file, public=None).exists()
