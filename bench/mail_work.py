"""Takes raw messages in, works them off, and prints how long each step took, as JSON.

Run in the environment of the target: `python -m bench.mail_work COUNT small|large`. Everything happens in this one
process, as it does in a worker: what counts is its processor time and that of the database.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django

django.setup()

from bench.mail_samples import DESK, messages  # noqa: E402 - settings and models load after set-up
from bench.server import cpu_seconds  # noqa: E402
from divan.core.jobs import pumps  # noqa: E402
from divan.mail.intake import Envelope, take_in  # noqa: E402
from divan.mail.models import InboundMail  # noqa: E402
from divan.mail.parsing import parse  # noqa: E402

WARM_UP = 20


@dataclass(frozen=True)
class Step:
    """What one step took for all messages together, in seconds."""

    own: float
    database: float
    wall: float


def main(count: int, *, large: bool, database_pid: int | None) -> dict[str, Any]:
    """The steps of `count` messages: keeping, reading alone, everything up to the tickets, and what follows."""
    every = list(messages(secrets.token_hex(6), WARM_UP + count, large=large))
    _keep(every[:WARM_UP])
    _work_off()
    every = every[WARM_UP:]
    filed = InboundMail.objects.filter(state=InboundMail.State.PROCESSED)
    before = filed.count()
    steps = {
        "keep": _timed(lambda: _keep(every), database_pid),
        "read": _timed(lambda: [parse(raw, language="en") for raw in every], None),
        "process": _timed(lambda: _run("inbound mail"), database_pid),
        "follow": _timed(_work_off, database_pid),
    }
    if filed.count() - before != count:
        raise SystemExit(f"only {filed.count() - before} of {count} messages became tickets")
    size = sum(map(len, every)) / count
    return {
        "count": count,
        "size": size,
        "steps": {name: [step.own, step.database, step.wall] for name, step in steps.items()},
    }


def _keep(raws: list[bytes]) -> None:
    for raw in raws:
        take_in(raw, Envelope(sender="customer@mail.example", recipients=(DESK,)))


def _run(name: str) -> None:
    never = threading.Event()
    while pumps[name](never):
        pass


def _work_off() -> None:
    """All that the messages cause: confirmations queued, notifications, counts."""
    never = threading.Event()
    while sum(pump(never) for name, pump in pumps.items() if name != "outgoing mail"):
        pass


def _timed(work: Callable[[], Any], database_pid: int | None) -> Step:
    own, database, wall = time.process_time(), cpu_seconds(database_pid), time.perf_counter()
    work()
    return Step(time.process_time() - own, cpu_seconds(database_pid) - database, time.perf_counter() - wall)


if __name__ == "__main__":
    _count, _size, _pid = sys.argv[1:4]
    print(json.dumps(main(int(_count), large=_size == "large", database_pid=int(_pid) or None)))
