"""A ring: the short word that passes between processes when something was stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAMES_PER_RING = 100


@dataclass(frozen=True, slots=True)
class Ring:
    """Names that changed, the event that changed them, and whose rights must be asked again.

    A name with a colon is a topic ("ticket:42") and wakes web processes; a name without one is a queue
    ("deliveries") and wakes workers. `recheck` is a listener such as "person:7".
    """

    names: tuple[str, ...] = ()
    event: int = 0
    kind: str = ""
    recheck: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if ":" in name)

    @property
    def for_web(self) -> bool:
        return bool(self.recheck or self.topics)

    @property
    def for_workers(self) -> bool:
        return any(":" not in name for name in self.names)

    def encode(self) -> bytes:
        return json.dumps([self.names, self.event, self.kind, self.recheck]).encode()


def decode(data: bytes) -> Ring | None:
    """The ring in `data`; None for a bare wake-up or for anything that is not a ring."""
    try:
        names, event, kind, recheck = json.loads(data)
        return Ring(tuple(map(str, names)), int(event), str(kind), str(recheck))
    except (ValueError, TypeError):
        return None


def split(names: Iterable[str], event: int, kind: str) -> Iterator[Ring]:
    """Rings small enough for one datagram each, every name once."""
    wanted = list(dict.fromkeys(names))
    for start in range(0, len(wanted), NAMES_PER_RING):
        yield Ring(tuple(wanted[start : start + NAMES_PER_RING]), event, kind)
