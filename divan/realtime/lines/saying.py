"""From the pages to the rows: whatever has come in while the last batch was written is the next batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext, override

from divan.realtime.errands import Errands
from divan.realtime.lines import protocol
from divan.realtime.lines.allowances import has_left
from divan.realtime.lines.families import Declined, Family, Saying, Seat, Stored
from divan.realtime.lines.places import LineSocket, Place

log = structlog.get_logger(__name__)

SAYINGS_PER_BATCH = 64
# Of one reader at one channel, in all their pages together.
SAYINGS_PER_READER = 30
ALLOWANCE_SECONDS = 10.0

Outcome = Stored | Declined


class Scribe:
    """Hands sayings to their families, one batch at a time, and tells what became of each."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._waiting: deque[tuple[Family, LineSocket, Saying]] = deque()
        self._is_running = False

    def say(self, place: Place, passage: protocol.Passage) -> None:
        """Take a saying in; its outcome is pushed later, or at once where it may not be said."""
        saying = Saying(place.seat, passage.key, passage.content)
        if not place.seat.may_write:
            _answer(place.socket, saying, read_only(place.seat))
        elif not may_say(place.seat):
            _answer(place.socket, saying, too_many(place.seat))
        else:
            self._waiting.append((place.family, place.socket, saying))
            if not self._is_running:
                self._is_running = True
                self._errands.spawn(self._write())

    async def _write(self) -> None:
        try:
            while self._waiting:
                family, batch = self._next_batch()
                sayings = [saying for _socket, saying in batch]
                outcomes = await self._errands.thread(store, family, sayings)
                for (socket, saying), outcome in zip(batch, outcomes, strict=True):
                    _answer(socket, saying, outcome)
        finally:
            self._is_running = False

    def _next_batch(self) -> tuple[Family, list[tuple[LineSocket, Saying]]]:
        """The oldest sayings, as long as they are of one family."""
        family = self._waiting[0][0]
        batch: list[tuple[LineSocket, Saying]] = []
        while self._waiting and self._waiting[0][0] is family and len(batch) < SAYINGS_PER_BATCH:
            _family, socket, saying = self._waiting.popleft()
            batch.append((socket, saying))
        return family, batch


def may_say(seat: Seat) -> bool:
    """Whether the reader may say one more thing just now; it is used up with the asking."""
    return has_left("say", seat, limit=SAYINGS_PER_READER, seconds=ALLOWANCE_SECONDS)


def store(family: Family, batch: Sequence[Saying]) -> list[Outcome]:
    """Have the family store a batch; an outcome for each saying, whatever happens.

    One that the family stumbles over must not keep the others from being stored, so then each is tried alone.
    """
    try:
        return family.say(batch)
    except (OperationalError, InterfaceError):
        log.exception("sayings could not be stored", sayings=len(batch))
        return [_later(saying.seat) for saying in batch]
    except Exception:
        log.exception("a saying could not be stored", sayings=len(batch))
        if len(batch) == 1:
            return [_never(batch[0].seat)]
        return [outcome for saying in batch for outcome in store(family, [saying])]


def read_only(seat: Seat) -> Declined:
    with override(seat.actor.language):
        return Declined(gettext("You can read this conversation, but you cannot write in it."))


def too_many(seat: Seat) -> Declined:
    with override(seat.actor.language):
        return Declined(
            gettext("You are writing very quickly. This is sent in a few seconds."), is_final=False
        )


def _later(seat: Seat) -> Declined:
    with override(seat.actor.language):
        return Declined(gettext("This could not be stored just now. It is tried again."), is_final=False)


def _never(seat: Seat) -> Declined:
    with override(seat.actor.language):
        return Declined(gettext("This could not be stored."))


def _answer(socket: LineSocket, saying: Saying, outcome: Outcome) -> None:
    socket.tell(protocol.outcome(saying.seat.channel, saying.key, outcome))
