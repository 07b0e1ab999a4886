"""Conversations without a socket: the same words in lists, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from divan.realtime.doorbell import Listener
from divan.realtime.identity import listener_of
from divan.realtime.lines import passing, polling
from divan.realtime.tests.tiny_family import TinyFamily
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

TALK = "talk:1"
ADA = {"Authorization": "Bearer key of ada"}


@pytest.fixture
def talk(people: Cast, tiny: TinyFamily) -> TinyFamily:
    """A channel that the agent may read and write."""
    tiny.staff = {people.agent.name}
    tiny.add(TALK, "one")
    tiny.add(TALK, "#aside")
    tiny.add(TALK, "two")
    return tiny


def _frames(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200
    return list(json.loads(answer.content)["frames"])


def _post(client: Client, *frames: object, **headers: str) -> HttpResponse:
    body = json.dumps({"frames": frames})
    answer = client.post("/lines/", body, content_type="application/json", headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def _said(text: str) -> dict[str, object]:
    return {"say": {"channel": TALK, "key": f"key of {text}", "content": {"text": text}}}


def test_news_come_with_what_is_true_now(client: Client, talk: TinyFamily) -> None:
    opened, lines, state = _frames(client.get("/lines/", {TALK: "1"}, headers=ADA))
    assert opened == {"opened": TALK, "who": "visitor:1", "may_write": True}
    assert lines == {"channel": TALK, "lines": [{"n": 2, "kind": "said", "text": "two"}]}
    assert state == {"channel": TALK, "state": {"mood": "calm"}}


def test_staff_poll_with_their_session(
    client_for: Callable[..., Client], people: Cast, talk: TinyFamily
) -> None:
    opened, lines, _state = _frames(client_for(people.agent).get("/lines/", {TALK: "0"}))
    assert opened["who"] == listener_of(actor(people.agent))
    assert [line["n"] for line in lines["lines"]] == [1, 2, 3]


def test_who_polls_is_told_to_be_there(client: Client, talk: TinyFamily) -> None:
    for _time in range(3):
        client.get("/lines/", {TALK: "3"}, headers=ADA)
    assert talk.told == [("attend", "visitor:1")]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer key of nobody"}])
def test_missing_and_forbidden_look_alike(client: Client, talk: TinyFamily, headers: dict[str, str]) -> None:
    for name in (TALK, "nothing:1"):
        assert _frames(client.get("/lines/", {name: "0"}, headers=headers)) == [{"gone": name}]
    assert _frames(_post(client, _said("let me in"), **headers)) == [{"gone": TALK}]
    assert "let me in" not in talk.texts(TALK)


def test_what_is_said_is_stored_once(client: Client, talk: TinyFamily) -> None:
    for _time in range(2):
        stored = _frames(_post(client, _said("three"), _said("four"), **ADA))
        assert stored == [
            {"stored": "key of three", "channel": TALK, "n": 3},
            {"stored": "key of four", "channel": TALK, "n": 4},
        ]
    assert talk.texts(TALK) == ["one", "#aside", "two", "three", "four"]


def test_reads_are_kept(client: Client, talk: TinyFamily) -> None:
    assert _frames(_post(client, {"read": {TALK: 2}}, **ADA)) == []
    assert talk.told == [("read", ("visitor:1", 2))]


def test_notes_have_the_allowance_that_they_have_at_a_socket(
    client: Client, talk: TinyFamily, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "NOTES_PER_READER", 2)
    monkeypatch.setattr(passing, "ALLOWANCE_SECONDS", 3600)
    note = {"note": {"channel": TALK, "content": {"typing": True}}}
    with closing(Listener("web")) as web:
        for _time in range(4):
            assert _frames(_post(client, note, note, **ADA)) == []
        assert len([ring for ring in web.receive() if ring.note]) == 2


def test_half_an_emoji_becomes_a_question_mark(client: Client, talk: TinyFamily) -> None:
    body = json.dumps(
        {"frames": [{"say": {"channel": TALK, "key": "\ud83d", "content": {"text": "\ud83d!"}}}]}
    )
    answer = client.post("/lines/", body, content_type="application/json", headers=ADA)
    assert _frames(answer) == [{"stored": "?", "channel": TALK, "n": 3}]
    assert talk.texts(TALK)[-1] == "?!"


def test_a_session_alone_is_no_proof_against_forgery(people: Cast, talk: TinyFamily) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.agent)
    assert _post(browser, _said("forged")).status_code == 403
    assert _frames(_post(browser, _said("by token"), **ADA))[0]["stored"] == "key of by token"
    assert "forged" not in talk.texts(TALK)


@pytest.mark.parametrize("body", ["", "[]", '{"frames": 1}', '{"frames": [1]}', "[" * 5000, "x" * 70_000])
def test_nonsense_is_refused(client: Client, talk: TinyFamily, body: str) -> None:
    answer = client.post("/lines/", body, content_type="application/json", headers=ADA)
    assert answer.status_code == 400


def test_one_address_may_ask_so_often(
    client: Client, talk: TinyFamily, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINE_SOCKETS_PER_CLIENT = 1
    monkeypatch.setattr(polling, "REQUESTS_PER_CHANNEL", 1)
    answers = [client.get("/lines/", headers=ADA).status_code for _time in range(3)]
    assert set(answers) == {200, 429}
