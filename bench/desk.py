"""`bin/bench desk`: what an agent does all day, with 50 groups, 150 saved views and 200 custom fields about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from bench.cases import CREATE, LIST_ALL, LIST_OWN, REPLY, TICKET, Case, Request, get, post


def _assign(prepared: dict[str, Any]) -> Iterator[Request]:
    """Every ticket in turn to the one colleague and, when all had their turn, to the other."""
    for colleague in itertools.cycle(prepared["colleagues"]):
        for number in prepared["answered"]:
            fields = {"assignee": str(colleague)}
            yield post(f"/tickets/{number}/assign/", fields, prepared["agent"], expects=200, fragment=True)


def _write_down(prepared: dict[str, Any]) -> Iterator[Request]:
    """A ticket that an agent writes down for a caller."""
    for number in itertools.count():
        fields = {
            "email": "caller@seed.example",
            "channel": "phone",
            "group": str(prepared["group"]),
            "urgency": "normal",
            "subject": f"The machine leaks again, {number}",
            "body": prepared["text"],
            "submission_key": f"{prepared['run']}-{number}",
        }
        yield post("/tickets/new/", fields, prepared["agent"], expects=302)


def _view(prepared: dict[str, Any]) -> str:
    return f"/inbox/saved/{prepared['view']}/"


CASES: tuple[Case, ...] = (
    LIST_ALL,
    LIST_OWN,
    Case("a saved view", get(_view, "agent")),
    TICKET,
    Case("panels beside a ticket", get(lambda prepared: f"/tickets/{prepared['long']}/panels/", "agent")),
    Case("palette", get(lambda _: "/palette/?q=machine", "agent")),
    CREATE,
    Case("create at the desk", _write_down),
    REPLY,
    Case("assign", _assign),
)
