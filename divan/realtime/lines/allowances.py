"""How often one reader may do something at one channel, whichever of their sockets it comes through, or none.

Counted in each process by itself: the shared cache would cost every line another way to a server before it is stored. Of
several web processes each has its own allowance for the same reader.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from divan.realtime.lines.families import Seat


@dataclass(slots=True)
class _Window:
    """What was used until `ends`, of the monotonic clock, by each listener at each channel."""

    ends: float = 0.0
    used: Counter[tuple[str, str]] = field(default_factory=Counter)


_windows: defaultdict[str, _Window] = defaultdict(_Window)
# Pages that poll are answered in threads, beside the event loop.
_counting = threading.Lock()


def has_left(what: str, seat: Seat, *, limit: int, seconds: float) -> bool:
    """Use one of the `limit` that everybody has in every `seconds` seconds; whether there was one.

    All readers share the window, and who did something in it is forgotten with it: coming back brings nothing, and
    nothing is kept of those who have gone.
    """
    now, who = time.monotonic(), (seat.channel, seat.listener)
    with _counting:
        if now >= _windows[what].ends:
            _windows[what] = _Window(now + seconds)
        used = _windows[what].used
        used[who] += 1
        return used[who] <= limit


def forget_allowances() -> None:
    """Begin anew for everybody, as a process that has just started."""
    with _counting:
        _windows.clear()
