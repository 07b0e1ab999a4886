"""A ring: the short word that passes between processes when something was stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from divan.realtime.presence import Sign

NAMES_PER_RING = 100
# What is rung at a channel of lines: a line was stored (`event` is its serial), what is true of the channel has
# changed, something passes through, or who may read it must be asked again.
LINES, STATE, NOTE, RIGHTS = "lines", "state", "note", "rights"


@dataclass(frozen=True, slots=True)
class Ring:
    """Names that changed, the event that changed them, and whose rights must be asked again.

    A name with a colon is a topic ("ticket:42") and wakes web processes; a name without one is a queue
    ("deliveries") and wakes workers. `recheck` is a listener such as "person:7". `sign` says that somebody is
    at a topic. `note` is passed on to the readers of a channel of lines and never stored.
    """

    names: tuple[str, ...] = ()
    event: int = 0
    kind: str = ""
    recheck: str = ""
    sign: Sign | None = None
    note: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if ":" in name)

    @property
    def is_of_lines(self) -> bool:
        """Whether `event` counts the lines of a channel, not the event log."""
        return self.kind in (LINES, STATE, NOTE, RIGHTS)

    @property
    def for_web(self) -> bool:
        return bool(self.recheck or self.sign or self.topics)

    @property
    def for_workers(self) -> bool:
        return any(":" not in name for name in self.names)

    def encode(self) -> bytes:
        sign = astuple(self.sign) if self.sign else ()
        return json.dumps([self.names, self.event, self.kind, self.recheck, sign, self.note]).encode()


def decode(data: bytes) -> Ring | None:
    """The ring in `data`; None for a bare wake-up or for anything that is not a ring."""
    try:
        names, event, kind, recheck, sign, note = json.loads(data)
        said = Sign(*map(str, sign)) if sign else None
        return Ring(tuple(map(str, names)), int(event), str(kind), str(recheck), said, str(note))
    except (ValueError, TypeError):
        return None


def split(names: Iterable[str], event: int, kind: str) -> Iterator[Ring]:
    """Rings small enough for one datagram each, every name once."""
    wanted = list(dict.fromkeys(names))
    for start in range(0, len(wanted), NAMES_PER_RING):
        yield Ring(tuple(wanted[start : start + NAMES_PER_RING]), event, kind)
