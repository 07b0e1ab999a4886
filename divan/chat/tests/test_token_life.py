"""How long a visitor's token opens their chat: some days after its end, and then nothing, for nobody (SECURITY class 36)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client

from divan.accounts.actions import deactivate_person, reactivate_person
from divan.chat.actions.ending import end_chat
from divan.chat.actions.starting import Identified
from divan.chat.models import Chat, State
from divan.chat.schedules import sweep_chats
from divan.chat.tests.talking import Conversation, begin, family, read, say, taken
from divan.conversations.models import Attachment, Message
from divan.tickets import actions as tickets
from divan.tickets.models import Event, Status, Ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
UNKNOWN = "a token that nobody has"


def ask(token: str, path: str, **said: Any) -> HttpResponseBase:
    """What a door of the visitor answers to the holder of a token."""
    headers = {"Authorization": f"Bearer {token}"}
    if path.startswith("/chat/visit/files/"):
        return Client().get(path, headers=headers)
    return Client().post(path, said, headers=headers)


def news(talk: Conversation, token: str) -> list[dict[str, Any]]:
    """What a page that polls hears."""
    channel = {talk.chat.channel: "0"}
    answer = Client().get("/lines/", channel, headers={"Authorization": f"Bearer {token}"})
    return list(answer.json()["frames"])


def says(talk: Conversation, token: str, text: str) -> list[dict[str, Any]]:
    """What becomes of a line of such a page."""
    saying = {"channel": talk.chat.channel, "key": f"key of {text}", "content": {"text": text}}
    answer = Client().post(
        "/lines/",
        json.dumps({"frames": [{"say": saying}]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    return list(answer.json()["frames"])


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("light.txt", b"red")


@pytest.fixture
def talk(people: Cast, frozen_clock: FrozenClock) -> Conversation:
    """A chat with a file of its visitor, which has just ended."""
    talk = taken(people)
    kept = json.loads(ask(talk.token, "/chat/visit/upload/", file=a_file()).content)  # type: ignore[attr-defined]
    say(talk.visitor(), "See", files=[kept["id"]], upload_key=kept["upload_key"])
    say(talk.expert(people.agent), "Press the red button.")
    end_chat(talk.chat, actor=actor(people.agent), reason="expert")
    return talk


def doors(talk: Conversation, token: str) -> list[tuple[int, bytes]]:
    """Status and content of every door but that for what is written."""
    file = Attachment.objects.get(message__conversation=talk.ticket.conversation_id).pk
    answers = [
        ask(token, f"/chat/visit/files/{file}/"),
        ask(token, "/chat/visit/rate/", stars="5", comment=""),
        ask(token, "/chat/visit/end/"),
        ask(token, "/chat/visit/call-back/", phone="+48 22 123 45 67"),
        ask(token, "/chat/transcript/link/", form="txt"),
        ask(token, "/chat/transcript/code/"),
        ask(token, "/chat/transcript/address/", code="123456"),
        ask(token, "/chat/transcript/mail/"),
    ]
    return [(one.status_code, shown(one)) for one in answers]


def shown(answer: HttpResponseBase) -> bytes:
    """What an answer says; the tag of a page's body has a token against forgery, which is always another one."""
    content: bytes = getattr(answer, "content", b"a file")
    before, body, rest = content.partition(b"<body")
    return before + rest.partition(b">")[2] if body else content


def is_unknown(talk: Conversation) -> bool:
    """Whether all doors answer as they do to a token that is none."""
    upload = "/chat/visit/upload/"
    assert doors(talk, UNKNOWN)[0][0] == 404
    return (
        family.seat(talk.chat.channel, None, talk.token) is None
        and news(talk, talk.token) == news(talk, UNKNOWN) == [{"gone": talk.chat.channel}]
        and says(talk, talk.token, "Hello?") == says(talk, UNKNOWN, "Hello?") == [{"gone": talk.chat.channel}]
        and doors(talk, talk.token) == doors(talk, UNKNOWN)
        and ask(talk.token, upload, file=a_file()).status_code == 404
    )


def test_for_a_day_what_comes_late_is_kept(
    talk: Conversation, frozen_clock: FrozenClock, people: Cast
) -> None:
    tickets.solve(talk.ticket, actor=actor(people.agent))
    frozen_clock.advance(DAY - SECOND)
    assert ask(talk.token, "/chat/visit/upload/", file=a_file()).status_code == 201
    (outcome,) = says(talk, talk.token, "One more thing")
    assert outcome["final"] is True
    assert Message.objects.filter(conversation=talk.ticket.conversation, text="One more thing").exists()
    assert talk.ticket.status == Status.OPEN


def test_after_a_day_it_only_reads(talk: Conversation, frozen_clock: FrozenClock, people: Cast) -> None:
    tickets.solve(talk.ticket, actor=actor(people.agent))
    frozen_clock.advance(DAY)
    before = Event.objects.count(), Message.objects.count()
    opened, lines, _state = news(talk, talk.token)
    assert (opened["may_write"], lines["lines"][-1]["kind"]) == (False, "ended")
    (outcome,) = says(talk, talk.token, "One more thing")
    assert (outcome["declined"], outcome["final"]) == ("key of One more thing", True)
    upload = ask(talk.token, "/chat/visit/upload/", file=a_file())
    assert upload.status_code == 404
    assert (Event.objects.count(), Message.objects.count()) == before
    assert talk.ticket.status == Status.SOLVED
    assert Attachment.objects.count() == 1


def test_for_a_week_it_reads_copies_and_rates(talk: Conversation, frozen_clock: FrozenClock) -> None:
    frozen_clock.advance(7 * DAY - SECOND)
    assert read(talk.visitor())[-1]["kind"] == "ended"
    file, rated, _ended, _call, link, *_mails = doors(talk, talk.token)
    assert (file, rated[0], link[0]) == ((200, b"a file"), 204, 200)
    assert talk.now().rating == 5
    assert Client().get(json.loads(link[1])["url"]).status_code == 200


def test_after_a_week_the_token_is_as_one_that_never_was(
    talk: Conversation, frozen_clock: FrozenClock
) -> None:
    assert not is_unknown(talk)
    Chat.objects.update(rating=None)
    frozen_clock.advance(7 * DAY)
    assert is_unknown(talk)
    assert talk.now().rating is None
    frozen_clock.advance(2000 * DAY)
    assert is_unknown(talk)


def test_what_was_bought_with_the_token_lives_its_own_short_time(
    talk: Conversation, frozen_clock: FrozenClock
) -> None:
    frozen_clock.advance(7 * DAY - SECOND)
    url = json.loads(doors(talk, talk.token)[4][1])["url"]
    frozen_clock.advance(SECOND)
    assert is_unknown(talk)
    assert Client().get(url).status_code == 200


def test_a_chat_of_which_nothing_is_heard_ends_by_itself(people: Cast, frozen_clock: FrozenClock) -> None:
    """So a token needs no term while its chat runs."""
    waits, runs = begin(people), taken(people)
    frozen_clock.advance(HOUR)
    sweep_chats()
    for talk in (waits, runs):
        assert talk.now().state == State.ENDED
        assert talk.visitor().may_write
    frozen_clock.advance(7 * DAY)
    for talk in (waits, runs):
        assert family.seat(talk.chat.channel, None, talk.token) is None


def test_a_chat_goes_with_the_account_of_its_visitor(people: Cast, frozen_clock: FrozenClock) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Press the red button.")
    say(talk.visitor(), "See", files=[])
    chief, person = actor(people.administrator), talk.chat.visitor
    frozen_clock.advance(SECOND)
    deactivate_person(person, actor=chief)
    assert news(talk, talk.token) == [{"gone": talk.chat.channel}]
    assert says(talk, talk.token, "Hello?") == [{"gone": talk.chat.channel}]
    rated = ask(talk.token, "/chat/visit/rate/", stars="5")
    unknown = ask(UNKNOWN, "/chat/visit/rate/", stars="5")
    assert (rated.status_code, shown(rated)) == (404, shown(unknown))
    reactivate_person(person, actor=chief)
    assert talk.visitor().may_write


def test_who_claims_a_closed_account_is_a_stranger_like_others(
    people: Cast, frozen_clock: FrozenClock
) -> None:
    chief = actor(people.administrator)
    before = begin(people)
    deactivate_person(before.chat.visitor, actor=chief)
    frozen_clock.advance(SECOND)
    claims = begin(people)
    assert claims.chat.visitor_id == before.chat.visitor_id
    assert claims.visitor().may_write
    assert family.seat(before.chat.channel, None, before.token) is None
    signed = begin(people, identified=Identified(claims.chat.visitor.email))
    assert family.seat(signed.chat.channel, None, signed.token) is None
    assert Ticket.objects.count() == 3
