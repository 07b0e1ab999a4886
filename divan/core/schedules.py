"""Regular tasks: rows with a next run time, claimed by exactly one process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from divan.core import clock
from divan.core.heartbeat import beat
from divan.core.models import Schedule
from divan.core.registry import Registry

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
BEAT_SECONDS = 5.0


@dataclass(frozen=True)
class Regular:
    """A task and how long to wait between the starts of two runs."""

    every: timedelta
    run: Callable[[], None]


schedules: Registry[Regular] = Registry("schedules")


def every(name: str, interval: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function as a regular task."""

    def add(run: Callable[[], None]) -> Callable[[], None]:
        schedules.add(name, Regular(interval, run))
        return run

    return add


def run_scheduler(stop: threading.Event) -> None:
    """Run due tasks until `stop` is set."""
    beaten = 0.0
    while not stop.is_set():
        if time.monotonic() - beaten > BEAT_SECONDS:
            beat("scheduler")
            beaten = time.monotonic()
        run_due()
        stop.wait(TICK_SECONDS)


def run_due() -> list[str]:
    """Run every task whose time has come and return their names; a failure is kept on its row."""
    now = clock.now()
    due = {row.name: row for row in Schedule.objects.all()}
    ran = []
    for name, regular in schedules.items():
        row = due.get(name)
        if row is None:
            Schedule.objects.get_or_create(name=name, defaults={"next_run_at": now + regular.every})
        elif row.next_run_at <= now and _claim(row, regular):
            ran.append(name)
            _run(name, regular)
    return ran


def _claim(row: Schedule, regular: Regular) -> bool:
    """Move the row forward if nobody else has: the one whose update counts may run the task."""
    now = clock.now()
    mine = Schedule.objects.filter(name=row.name, next_run_at=row.next_run_at)
    return mine.update(next_run_at=now + regular.every, last_run_at=now) == 1


def _run(name: str, regular: Regular) -> None:
    error = ""
    try:
        regular.run()
    except Exception as failure:
        log.exception("regular task failed", task=name)
        error = f"{type(failure).__name__}: {failure}"
    Schedule.objects.filter(name=name).update(last_error=error)
