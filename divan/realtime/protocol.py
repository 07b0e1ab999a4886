"""What is said over a socket: JSON text frames.

Client: {"subscribe": [topics], "seen": last event id or null} · {"unsubscribe": [topics]} · {"ping": 1} ·
{"at": "presence:42", "state": "viewing", "noting", "writing" or ""}
Server: {"hello": newest event id} · {"topic": "ticket:42", "event": 123, "kind": "message.sent"} ·
{"refused": [topics]} · {"pong": 1}. Names and ids only: content is fetched over HTTP, through its gate.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from divan.realtime.presence import GONE, STATES


@dataclass(frozen=True, slots=True)
class Said:
    """One frame of the client. `seen` is the last event that the page surely shows, None where it knows of none.

    `at` is where its reader is, with their `state` there; empty where the frame does not say.
    """

    subscribe: tuple[str, ...] = ()
    unsubscribe: tuple[str, ...] = ()
    seen: int | None = None
    ping: int | None = None
    at: str = ""
    state: str = GONE


def parse(text: str | None) -> Said:
    """The client's frame; raises ValueError if it is not one."""
    try:
        content = json.loads(text or "")
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(content, dict):
        raise ValueError("an object was expected")
    return Said(
        subscribe=_topics(content.get("subscribe", [])),
        unsubscribe=_topics(content.get("unsubscribe", [])),
        seen=_number(content.get("seen")),
        ping=_number(content.get("ping")),
        at=_word(content.get("at", "")),
        state=_state(content.get("state", GONE)),
    )


def frame(**content: object) -> str:
    """A frame of the server: compact JSON."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def _topics(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError("a list of topics was expected")
    return tuple(dict.fromkeys(value))


def _word(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("a word was expected")


def _state(value: object) -> str:
    if isinstance(value, str) and value in STATES:
        return value
    raise ValueError("a state was expected")


def _number(value: object) -> int | None:
    if value is None or isinstance(value, int):
        return value
    raise ValueError("a whole number was expected")
