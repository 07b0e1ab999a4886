"""What is said at the doors of lines: JSON objects, over a socket one in each text frame, over polling in lists.

Client: {"hello": {"token": "…"}} first, the token only where somebody is not signed in ·
{"open": {"chat:17": last number shown}} · {"close": [channels]} · {"check": {channel: last number shown}} ·
{"say": {"channel", "key", "content"}} · {"note": {"channel", "content"}} · {"read": {channel: number}} · {"ping": 1}

Server: {"hello": 1} · {"opened": channel, "who": "visitor:17", "may_write": true, "reset": true if the page must forget
what it shows} · {"channel", "lines": [{"n": 1, …}]} · {"channel", "state": {…}} · {"channel", "who", "note": {…}} ·
{"stored": key, "channel", "n"} · {"declined": key, "channel", "why", "final"} · {"gone": channel} · {"pong": 1}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from divan.realtime.lines.families import Content, Declined, Seat, Stored

LONGEST_NAME = 100
CHANNELS_PER_FRAME = 40
# Above every number of a line; the columns that keep how far somebody has read hold no more.
LARGEST_NUMBER = 2**31 - 1

Frame = Mapping[str, Any]
Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Something for one channel; `key` is drawn by the page, empty for a note."""

    channel: str
    content: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One frame of the client. `hello` is the token, None where the frame is no greeting."""

    hello: str | None = None
    open: Numbers = field(default_factory=dict)
    close: tuple[str, ...] = ()
    check: Numbers = field(default_factory=dict)
    say: Passage | None = None
    note: Passage | None = None
    read: Numbers = field(default_factory=dict)
    ping: int | None = None


def parse(text: str | None) -> Said:
    """The client's frame; raises ValueError if it is not one."""
    return understand(from_json(text or ""))


def from_json(text: str) -> object:
    """What the JSON says; raises ValueError if it is none.

    Halves of surrogate pairs, which JSON may name and no text may hold (RFC 8259, section 8.2), become question marks:
    a page that cuts an emoji in two loses no more than that.
    """
    try:
        content = json.loads(text)
        if "\\ud" in text.lower():
            content = json.loads(json.dumps(content, ensure_ascii=False).encode(errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return content


def understand(content: object) -> Said:
    """A frame that has been read as JSON; raises ValueError if it is none of ours."""
    frame = _object(content)
    return Said(
        hello=_word(_object(frame["hello"]).get("token", "")) if "hello" in frame else None,
        open=_numbers(frame.get("open", {})),
        close=tuple(map(_word, _list(frame.get("close", [])))),
        check=_numbers(frame.get("check", {})),
        say=_passage(frame["say"], has_key=True) if "say" in frame else None,
        note=_passage(frame["note"]) if "note" in frame else None,
        read=_numbers(frame.get("read", {})),
        ping=_number(frame["ping"]) if "ping" in frame else None,
    )


def text_of(frame: Frame) -> str:
    """A frame of the server: compact JSON."""
    return json.dumps(frame, separators=(",", ":"), ensure_ascii=False)


def opened(seat: Seat, *, is_other_feed: bool = False) -> Frame:
    """The reader has a seat; with `is_other_feed` another one than before, whose numbers mean something else."""
    frame = {"opened": seat.channel, "who": seat.listener, "may_write": seat.may_write}
    return {**frame, "reset": True} if is_other_feed else frame


def lines(channel: str, shown: Sequence[Content]) -> Frame:
    return {"channel": channel, "lines": shown}


def state(channel: str, content: Content) -> Frame:
    return {"channel": channel, "state": content}


def note(channel: str, who: str, content: Content) -> Frame:
    return {"channel": channel, "who": who, "note": content}


def outcome(channel: str, key: str, what: Stored | Declined) -> Frame:
    """What became of a saying."""
    if isinstance(what, Stored):
        return {"stored": key, "channel": channel, "n": what.n}
    return {"declined": key, "channel": channel, "why": what.why, "final": what.is_final}


def gone(channel: str) -> Frame:
    """There is no such channel, or none for this reader."""
    return {"gone": channel}


def _passage(value: object, *, has_key: bool = False) -> Passage:
    frame = _object(value)
    key = _word(frame.get("key", ""))
    if has_key and not key:
        raise ValueError("a key was expected")
    return Passage(_word(frame.get("channel")), _object(frame.get("content")), key)


def _object(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError("an object was expected")


def _list(value: object) -> list[Any]:
    if isinstance(value, list) and len(value) <= CHANNELS_PER_FRAME:
        return value
    raise ValueError("a short list was expected")


def _numbers(value: object) -> Numbers:
    found = _object(value)
    if len(found) > CHANNELS_PER_FRAME:
        raise ValueError("too many channels")
    return {_word(name): _number(number) for name, number in found.items()}


def _word(value: object) -> str:
    if isinstance(value, str) and len(value) <= LONGEST_NAME:
        return value
    raise ValueError("a word was expected")


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER:
        return value
    raise ValueError("a number was expected")
