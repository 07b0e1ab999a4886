"""Articles in the console: found for the visitor, in their language, and never one that is for the staff alone (K3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.chat.tests.talking import Conversation, say, taken
from divan.tickets.tests.articles import address, article
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


@pytest.fixture
def talk(people: Cast) -> Conversation:
    """A chat in Turkish about a heater, beside an article for everybody, one for customers and one for the staff."""
    article(people, "heater", en="The heater does not start", tr="Isıtıcı çalışmıyor")
    article(people, "heater-members", "members", en="The heater of members")
    article(people, "heater-inside", "internal", en="The heater opened with a hammer")
    return taken(people, language="tr")


def _titles(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r'lang="\w+"[^>]*>([^<]+)<', answer.content.decode())


def test_suggestions_fit_the_visitors_words_in_their_language(
    talk: Conversation, people: Cast, client_for: Doors
) -> None:
    client, path = client_for(people.agent), f"/chats/{talk.chat.pk}/suggestions/"
    assert _titles(client, path) == ["Isıtıcı çalışmıyor"]
    article(people, "boat", en="The boat leaks at the propeller")
    say(talk.visitor(), "My boat leaks at the propeller now")
    assert "The boat leaks at the propeller" in _titles(client, path)


def test_a_suggestion_is_inserted_by_those_who_speak(
    talk: Conversation, people: Cast, client_for: Doors
) -> None:
    path = f"/chats/{talk.chat.pk}/suggestions/"
    assert "data-chat-article" in client_for(people.agent).get(path).content.decode()
    assert "data-chat-article" not in client_for(people.supervisor).get(path).content.decode()
    assert client_for(people.other_agent).get(path).status_code == 404


def test_the_picker_offers_internal_articles_to_whispers_alone(
    talk: Conversation, people: Cast, client_for: Doors
) -> None:
    client, path = client_for(people.agent), f"/chats/{talk.chat.pk}/articles/?q=heater"
    public = " ".join(_titles(client, f"{path}&mode=reply"))
    assert "Isıtıcı çalışmıyor" in public
    assert "hammer" not in public
    assert "members" not in public, "nobody has proved who the visitor is"
    assert "hammer" in " ".join(_titles(client, f"{path}&mode=note"))


def test_an_internal_article_is_not_said_to_a_visitor(
    talk: Conversation, people: Cast, client_for: Doors
) -> None:
    client = client_for(people.agent)
    client.get("/lines/", {talk.chat.channel: "0"})

    def frames(**content: Any) -> list[dict[str, Any]]:
        saying = {"channel": talk.chat.channel, "key": f"key {len(content)}", "content": content}
        answer = client.post("/lines/", json.dumps({"frames": [{"say": saying}]}), "application/json")
        told: list[dict[str, Any]] = answer.json()["frames"]
        return told

    inside = address("heater-inside")
    assert any(frame.get("final") for frame in frames(text=inside))
    assert any("stored" in frame for frame in frames(text=inside, whisper=True))
    assert "heater-inside" not in json.dumps(Client().get("/lines/", **_token(talk)).json())


def _token(talk: Conversation) -> dict[str, Any]:
    return {"data": {talk.chat.channel: "0"}, "headers": {"Authorization": f"Bearer {talk.token}"}}


def test_suggestions_cost_the_same_however_much_was_said(
    talk: Conversation, people: Cast, client_for: Doors
) -> None:
    client, path = client_for(people.agent), f"/chats/{talk.chat.pk}/suggestions/"
    client.get(path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    before = cost()
    for _time in range(4):
        say(talk.visitor(), "The heater does not start.")
    assert cost() == before
