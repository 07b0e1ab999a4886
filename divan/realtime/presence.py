"""Who is at a topic just now, and what they do there. Kept in the memory of every web process, never stored.

A page says over its socket where its reader is ({"at": "presence:42", "state": "writing"}) and says it again while
they stay. The process that holds the socket passes it on as a ring, so that every process has the same board.
Names travel between our processes only: browsers hear that a topic rang and fetch who is there through its gate.
"""

from __future__ import annotations

from dataclasses import dataclass

# Only topics of this family have somebody at them; slices register its gate like that of any other.
FAMILY = "presence"
VIEWING, NOTING, WRITING, GONE = "viewing", "noting", "writing", ""
# What somebody does in two pages at once is told as the later of these.
_RANK = {VIEWING: 0, NOTING: 1, WRITING: 2}
STATES = frozenset({*_RANK, GONE})
# A page repeats itself three times as often; whoever is silent for longer has gone without saying so.
SILENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Sign:
    """One page says that its reader is at `topic`. `socket` tells two pages of one person apart, `photo` is the address
    of the reader's picture.
    """

    topic: str
    listener: str
    name: str
    socket: str
    state: str
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at a topic: "person:7", their name, the state that says most, and where their picture is."""

    listener: str
    name: str
    state: str
    photo: str = ""


class Board:
    """Signs by topic and socket. Written in the event loop, read by the threads that answer pages.

    All times are seconds of the monotonic clock.
    """

    def __init__(self) -> None:
        self._signs: dict[str, dict[str, tuple[Sign, float]]] = {}

    def hear(self, sign: Sign, now: float) -> bool:
        """Note the sign; whether that changed anything for those who look."""
        before = self.at(sign.topic, now)
        held = self._signs.setdefault(sign.topic, {})
        if sign.state == GONE:
            held.pop(sign.socket, None)
        else:
            held[sign.socket] = (sign, now + SILENCE_SECONDS)
        if not held:
            del self._signs[sign.topic]
        return self.at(sign.topic, now) != before

    def expire(self, now: float) -> list[str]:
        """Forget who has been silent for too long; the topics where somebody was forgotten."""
        changed = []
        for topic, held in list(self._signs.items()):
            silent = [socket for socket, (_sign, until) in held.items() if until <= now]
            for socket in silent:
                del held[socket]
            if silent:
                changed.append(topic)
            if not held:
                del self._signs[topic]
        return changed

    def at(self, topic: str, now: float) -> list[Present]:
        """Everybody who is at the topic, once each, by name."""
        found: dict[str, Sign] = {}
        for sign, until in list(self._signs.get(topic, {}).values()):
            known = found.get(sign.listener)
            if until > now and (known is None or _RANK[sign.state] > _RANK[known.state]):
                found[sign.listener] = sign
        present = [Present(sign.listener, sign.name, sign.state, sign.photo) for sign in found.values()]
        return sorted(present, key=lambda one: (one.name, one.listener))


# The board of this process.
board = Board()
