"""Channels in memory: staff read "desk", whoever holds a token reads "public"; "#…" is kept from the public feed."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from divan.core.actors import ANONYMOUS, Actor
from divan.realtime import doorbell
from divan.realtime.identity import listener_of
from divan.realtime.lines.families import HIDDEN, Content, Declined, Fresh, Saying, Seat, Stored


class TinyFamily:
    """A family of lines as a slice would write one, but for the database. Tests look in and change who may what."""

    def __init__(self) -> None:
        self.rows: defaultdict[str, list[Fresh]] = defaultdict(list)
        self.staff = {"ayse", "miriam"}
        self.readers: set[str] = set()
        self.tokens = {"key of ada": "visitor:1"}
        self.moods: dict[str, str] = {}
        self.asides: dict[str, str] = {}
        self.batches: list[list[str]] = []
        self.asked: list[dict[str, int]] = []
        self.told: list[tuple[str, object]] = []
        self.before_saying: Callable[[], None] = lambda: None
        self.before_seating: Callable[[], object] = lambda: None
        self.closed: set[str] = set()
        self.rings = True
        self._keys: dict[str, Fresh] = {}
        self._lock = threading.Lock()

    def seat(self, channel: str, actor: Actor | None, token: str) -> Seat | None:
        self.before_seating()
        if channel in self.closed:
            return None
        if token in self.tokens:
            return Seat(channel, "public", self.tokens[token], ANONYMOUS)
        if actor is not None and actor.name in self.readers:
            return Seat(channel, "public", listener_of(actor), actor, may_write=False)
        if actor is not None and actor.name in self.staff:
            return Seat(channel, "desk", listener_of(actor), actor)
        return None

    def lines(self, seat: Seat, after: int, limit: int) -> list[Content]:
        views = [
            {"n": row.views[seat.feed]["n"], "kind": HIDDEN}
            if row.only is not None and seat.listener not in row.only
            else row.views[seat.feed]
            for row in self.rows[seat.channel]
            if seat.feed in row.views
        ]
        return [view for view in views if view["n"] > after][:limit]

    def fresh(self, wanted: Mapping[str, int]) -> dict[str, list[Fresh]]:
        self.asked.append(dict(wanted))
        return {
            name: [row for row in self.rows[name] if row.serial > after] for name, after in wanted.items()
        }

    def say(self, batch: Sequence[Saying]) -> list[Stored | Declined]:
        self.before_saying()
        self.batches.append([saying.content["text"] for saying in batch])
        if any(saying.content["text"] == "a stumbling block" for saying in batch):
            raise ValueError("nobody expected this")
        return [self._store(saying) for saying in batch]

    def add(self, channel: str, text: str, *, only: frozenset[str] | None = None) -> Fresh:
        """Store a line and ring, as some other process may do."""
        with self._lock:
            rows = self.rows[channel]
            public = sum("public" in row.views for row in rows)
            views: dict[str, Content] = {"desk": {"n": len(rows) + 1, "kind": "said", "text": text}}
            if not text.startswith("#"):
                views["public"] = {"n": public + 1, "kind": "said", "text": text}
            rows.append(Fresh(len(rows) + 1, views, only))
            serial = len(rows)
        if self.rings:
            doorbell.ring([channel], event=serial, kind="lines")
        return rows[serial - 1]

    def _store(self, saying: Saying) -> Stored | Declined:
        if saying.content["text"] == "rude":
            return Declined("not here")
        if saying.key not in self._keys:
            self._keys[saying.key] = self.add(saying.seat.channel, saying.content["text"])
        row = self._keys[saying.key]
        return Stored(row.views[saying.seat.feed]["n"], row.serial)

    def states(self, channel: str) -> dict[str, Content]:
        mood = self.moods.get(channel, "calm")
        aside = {"aside": self.asides[channel]} if channel in self.asides else {}
        return {"public": {"mood": mood}, "desk": {"mood": mood, "staff": True, **aside}}

    def note(self, seat: Seat, content: Content) -> Mapping[str, Content]:
        return (
            {"desk": dict(content)}
            if content.get("quietly")
            else {"desk": dict(content), "public": dict(content)}
        )

    def read(self, reached: Sequence[tuple[Seat, int]]) -> None:
        self.told += [("read", (seat.listener, number)) for seat, number in reached]

    def attend(self, seats: Sequence[Seat]) -> None:
        self.told += [("attend", seat.listener) for seat in seats]

    def left(self, seats: Sequence[Seat]) -> Sequence[Seat]:
        self.told += [("left", seat.listener) for seat in seats]
        return seats

    def texts(self, channel: str) -> list[Any]:
        """What was said, in its order."""
        return [row.views["desk"]["text"] for row in self.rows[channel]]
