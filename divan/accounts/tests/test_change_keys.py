"""change_keys: everybody may have their own keys, and finds them on every page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts import actions
from divan.accounts.models import User
from divan.core.errors import NotAllowed
from divan.ui.shortcuts import shortcuts
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
PAGE = "/profile/keyboard/"
MAC = {"HTTP_USER_AGENT": "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0)"}


def _typed(**keys: str) -> dict[str, str]:
    """The form as it stands, with other keys for some shortcuts; names are those of usual keys."""
    chosen = {name.removeprefix("key_").replace("_", " "): key for name, key in keys.items()}
    return {f"key-{at}": chosen.get(one.key, one.key) for at, one in enumerate(shortcuts())}


def test_no_two_shortcuts_have_the_same_key() -> None:
    keys = [one.key for one in shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_own_keys_are_heard_and_printed(people: Cast, client_for: Doors) -> None:
    client, ticket = client_for(people.agent), open_ticket(people)
    assert client.post(PAGE, _typed(e="q", n="")).status_code == 302
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    found = re.search(r'data-keys="([^"]*)"', page)
    assert found
    assert json.loads(found[1].replace("&quot;", '"')) == {"e": "q", "n": ""}
    assert "<kbd>Q</kbd>" in page
    assert "<kbd>E</kbd>" not in page
    assert "<kbd>N</kbd>" not in page
    assert "<kbd>R</kbd>" in page


def test_two_shortcuts_may_change_places(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    assert client.post(PAGE, _typed(r="n", n="r")).status_code == 302
    people.agent.refresh_from_db()
    assert people.agent.own_keys == {"r": "n", "n": "r"}


@pytest.mark.parametrize("key", ["r", "R", "g i", "g", "ab", "ctrl+e", "ş", "g 1 2"])
def test_a_key_that_is_taken_or_no_key_is_refused_and_kept_in_the_field(
    key: str, people: Cast, client_for: Doors
) -> None:
    response = client_for(people.agent).post(PAGE, _typed(e=key))
    assert response.status_code == 422
    assert f'value="{key}"' in response.content.decode()
    people.agent.refresh_from_db()
    assert people.agent.own_keys is None


def test_the_usual_keys_come_back(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post(PAGE, _typed(e="q"))
    client.post(PAGE, {"reset": "1"})
    people.agent.refresh_from_db()
    assert people.agent.own_keys is None
    assert b"data-keys" not in client.get("/inbox/").content


def test_signs_are_those_of_the_readers_keyboard(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    assert "<kbd>Ctrl ↵</kbd>" in client.get(f"/tickets/{ticket.number}/").content.decode()
    assert "<kbd>⌘↵</kbd>" in client.get(f"/tickets/{ticket.number}/", **MAC).content.decode()


def test_nobody_changes_the_keys_of_others(people: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.change_keys(people.agent, {"e": "q"}, actor=actor(people.administrator))
