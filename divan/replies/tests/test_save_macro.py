"""Keeping macros: checked data, and who may keep which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry, User
from divan.replies.models import Macro
from divan.replies.tests.replies import macro, saved
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def _save(client: Client, **data: Any) -> int:
    return client.post("/macros/new/", {"name_en": "First aid", "place": "own", **data}).status_code


def test_a_macro_keeps_what_was_chosen(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    assert _save(client, status="hold", tags_added="a, b، c", assignee="me", snooze_days="3") == 302
    one = Macro.objects.get()
    assert one.steps == {
        "status": "hold",
        "tags_added": ["a", "b", "c"],
        "assignee": "me",
        "snooze_days": 3,
    }
    page = client.get(f"/macros/{one.pk}/").content.decode()
    assert 'value="a, b, c"' in page
    changed = {"name_en": "Second", "name_fa": "دوم", "place": "own", "status": "wait"}
    assert client.post(f"/macros/{one.pk}/", changed).status_code == 302
    one.refresh_from_db()
    assert (one.names, one.steps) == ({"en": "Second", "fa": "دوم"}, {"status": "wait"})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name_en": "", "status": "wait"},
        {"status": "explode"},
        {"words": "Hello {{nobody.name}}"},
        {"note": "{{ticket.secret}}"},
        {"sends": "on", "status": "wait"},
        {"impact": "high"},
        {"words": "Hello", "status": "close"},
        {"words": "Hello", "status": "solve", "reason": "wont_fix"},
        {"status": "solve", "reason": "duplicate"},
        {"snooze_days": "1000"},
        {"place": "all", "status": "wait"},
        {"group": "99999"},
    ],
)
def test_what_makes_no_sense_is_refused(data: dict[str, str], people: Cast, client_for: Doors) -> None:
    assert _save(client_for(people.agent), **data) == 422
    assert not Macro.objects.exists()


def test_a_shared_macro_needs_a_shared_reply(people: Cast, client_for: Doors) -> None:
    own, shared = saved(people.supervisor, en="mine"), saved(people.supervisor, "all", en="ours")
    client = client_for(people.supervisor)
    assert _save(client, place="all", reply=own.pk) == 422
    assert _save(client, place="all", reply=shared.pk) == 302
    assert _save(client, place="own", reply=own.pk) == 302
    assert _save(client, place="own", reply=own.pk, words="Both") == 422


def test_macros_for_everybody_are_in_the_log_and_in_order(people: Cast, client_for: Doors) -> None:
    first, second = (macro(people.supervisor, "all", name, status="wait") for name in ("One", "Two"))
    client = client_for(people.supervisor)
    assert client.post(f"/macros/{second.pk}/up/").status_code == 302
    page = client_for(people.agent).get("/macros/").content.decode()
    assert page.index(f'data-macro="{second.pk}"') < page.index(f'data-macro="{first.pk}"')
    assert client_for(people.agent).get(f"/macros/{first.pk}/").status_code == 404
    client.post(f"/macros/{first.pk}/delete/")
    kinds = AdministrationEntry.objects.filter(kind__startswith="macro").values_list("kind", flat=True)
    assert sorted(kinds) == ["macro.added", "macro.added", "macro.deleted", "macro.moved"]
