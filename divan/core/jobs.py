"""The worker: runs every slice's pump until there is nothing left to do, then waits for the doorbell.

A pump works off rows that its slice stored (deliveries of events, received mail, mail to send). The row
is the job: it was written in the transaction that made the work necessary, and it is changed in the
transaction that does the work, so a crash at any point loses nothing and repeats nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog
from django.db import close_old_connections, connection
from django.db.models import Model, QuerySet

from divan.core.heartbeat import beat
from divan.core.registry import Registry

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=Model)
Pump = Callable[[threading.Event], bool]
pumps: Registry[Pump] = Registry("pumps")

IDLE_SECONDS = 2.0
BEAT_SECONDS = 5.0


class Bell(Protocol):
    """What wakes the worker early."""

    def wait(self, timeout: float) -> object: ...


def claimable(rows: QuerySet[Row]) -> QuerySet[Row]:
    """`rows`, locked for the caller's transaction, without those that another worker has.

    SQLite has one writer at a time, so there a row is claimed by being in a transaction at all.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def described(failure: Exception) -> str:
    """What an administrator reads on the row that could not be worked off."""
    return f"{type(failure).__name__}: {failure}"[:2000]


def run_worker(stop: threading.Event, bell: Bell) -> None:
    """Work until `stop` is set; running work is finished first. A failing pump never stops the others."""
    beaten = 0.0
    while not stop.is_set():
        if time.monotonic() - beaten > BEAT_SECONDS:
            beat("worker")
            beaten = time.monotonic()
        if not run_pumps(stop):
            bell.wait(IDLE_SECONDS)


def run_pumps(stop: threading.Event) -> bool:
    """Give every pump one turn; True if any of them found work."""
    worked = False
    for name, pump in pumps.items():
        if stop.is_set():
            break
        try:
            worked = pump(stop) or worked
        except Exception:
            log.exception("pump failed", pump=name)
            close_old_connections()
    return worked


def drain(limit: int = 1000) -> None:
    """Run all pumps until nothing is left; for tests and one-off commands."""
    never = threading.Event()
    for _turn in range(limit):
        if not run_pumps(never):
            return
    raise RuntimeError("the queues do not empty")
