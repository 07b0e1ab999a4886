"""What lines are, and what a slice that has them must know how to do.

A channel ("chat:17", "room:3") is an ordered stream of lines that are stored before anybody sees them. Whoever has a
seat at it reads one of its feeds: the visitor of a chat reads "public", its experts "desk". Every feed counts its own
lines 1, 2, 3 without gaps, so that who misses one knows it, and nobody can count what was kept from them. Between its
feeds a channel has one order, the serial.

The slice owns the rows and the gate; `realtime.lines` carries lines to open pages, at least once, and the page shows
each number once. What vanishes (typing, how far somebody has read) is a note: it passes through and is never stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from divan.core.actors import Actor
from divan.core.ids import id_in
from divan.core.registry import Registry

Content = Mapping[str, Any]
# What a feed holds instead of a line that one reader may not read: the number, so that nothing seems to be missing.
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place at a channel, as its gate gave it: which feed they read and whether they may write.

    `listener` names them ("person:7", "visitor:17", "expert:5"); `actor` is who acts when they write. `known` is what
    the family needs to know of them again without asking the database. `is_missed`: it was kept that they have left, so
    whoever is there says so at once.
    """

    channel: str
    feed: str
    listener: str
    actor: Actor
    may_write: bool = True
    known: Mapping[str, Any] = field(default_factory=dict)
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class Fresh:
    """A stored line as the feeds show it. `views` maps a feed to what it shows, which holds its number there as "n".

    With `only`, listeners that are not among them get the number and the kind HIDDEN, nothing else.
    """

    serial: int
    views: Mapping[str, Content]
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that a page asks to have stored. `key` is drawn by the page: the same key twice is one line."""

    seat: Seat
    key: str
    content: Content


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a saying: its number in the feed of whoever said it."""

    n: int
    serial: int


@dataclass(frozen=True, slots=True)
class Declined:
    """A saying that was not stored, and why, in the language of whoever said it. `is_final`: trying again is no use."""

    why: str
    is_final: bool = True


class Family(Protocol):
    """The channels of one slice. Everything but `note` runs in a thread that has a connection to the database."""

    def seat(self, channel: str, actor: Actor | None, token: str) -> Seat | None:
        """The seat of a signed-in actor, or of who holds the token; None for missing and forbidden alike."""

    def lines(self, seat: Seat, after: int, limit: int) -> list[Content]:
        """Lines of the seat's feed with numbers above `after`, oldest first."""

    def fresh(self, wanted: Mapping[str, int]) -> dict[str, list[Fresh]]:
        """Of each channel the stored lines with serials above the given one, in their order."""

    def say(self, batch: Sequence[Saying]) -> list[Stored | Declined]:
        """Store everything that may be stored, in one transaction; an outcome for each saying, in their order.

        Rings what was stored when the transaction has committed.
        """

    def states(self, channel: str) -> dict[str, Content]:
        """What is true of the channel now, for each feed: replaces what pages knew."""

    def note(self, seat: Seat, content: Content) -> Mapping[str, Content]:
        """What each feed is told of a passing note. Asks no database; {} for what is not to be passed on."""

    def read(self, reached: Sequence[tuple[Seat, int]]) -> None:
        """Keep how far each of these seats has read: numbers of their feeds, which never go back."""

    def attend(self, seats: Sequence[Seat]) -> None:
        """These seats are taken just now: called for all open sockets of the process, about twice a minute."""

    def left(self, seats: Sequence[Seat]) -> Sequence[Seat]:
        """The last pages of this process at these seats have just closed; there may be others in other processes.

        Returns those of whom that was kept. Who is there elsewhere is attended at once then, and after a while all pages
        of the channel are told what is true.
        """


families: Registry[Family] = Registry("families of lines")


def family_of(channel: str) -> Family | None:
    """The family that a channel's name begins with, if there is one."""
    return families.get(channel.partition(":")[0])


def key_of(channel: str) -> int:
    """The id in a channel's name, 0 (which nobody has) for anything else. Each channel has one name: "chat:07" is none."""
    return id_in(channel.partition(":")[2])
