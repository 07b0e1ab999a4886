"""`kill -9` of everything in the middle of a change to 5,000 tickets: every ticket is changed once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.running import Serve, surroundings_of, until
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

TICKETS = 5_000
KILLED_AT = (500, 2_000)
PATIENCE_SECONDS = 600.0
Start = Callable[..., Serve]

# A help desk with so many open tickets, and a supervisor who wants all of them closed.
WRITING = f"""
import django; django.setup()
from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.samples.seeding.people import DOMAIN
from divan.samples.seeding.run import seed
from divan.tickets.bulk import starting
from divan.tickets.models import Ticket
seed({TICKETS}, "cedar-kettle-47", lambda done: None)
Ticket.objects.update(status="open", is_open=True)
ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
supervisor = actor_of(User.objects.get(email=f"supervisor@{{DOMAIN}}"))
starting.start("close", ids, {{"reason": "wont_fix"}}, actor=supervisor)
"""
DONE = "SELECT COUNT(*) FROM tickets_bulkitem WHERE outcome <> 'waiting'"
OUTCOMES = "SELECT DISTINCT outcome FROM tickets_bulkitem"
STATES = "SELECT state FROM tickets_bulkjob"
STATUSES = "SELECT DISTINCT status FROM tickets_ticket"
CLOSINGS = """
    SELECT COUNT(*) FROM tickets_event
    WHERE kind = 'ticket.closed' AND batch = (SELECT batch FROM tickets_bulkjob)
"""
TICKETS_CLOSED = CLOSINGS.replace("COUNT(*)", "COUNT(DISTINCT ticket_id)")
GAPS = """
    SELECT ticket_id FROM tickets_event GROUP BY ticket_id
    HAVING COUNT(*) <> MAX(seq) OR MAX(seq) <> (SELECT last_seq FROM tickets_ticket t WHERE t.id = ticket_id)
"""


@pytest.fixture
def begun(data: Path) -> Path:
    """A help desk on which the job waits for the worker."""
    surroundings = surroundings_of(data, free_port(), free_port())
    subprocess.run([sys.executable, "-c", WRITING], cwd=REPOSITORY, env=surroundings, check=True)
    return data


def test_every_ticket_is_closed_once(begun: Path, serve: Start) -> None:
    for share in KILLED_AT:
        running = serve()
        until(lambda share=share: _one(begun, DONE) >= share, running.output, PATIENCE_SECONDS)  # type: ignore[misc]
        running.kill()
        assert _one(begun, DONE) == _one(begun, CLOSINGS)
    running = serve()
    until(lambda: _rows(begun, STATES) == ["done"], running.output, PATIENCE_SECONDS)
    assert running.stop() == 0
    assert _rows(begun, OUTCOMES) == ["changed"]
    assert _rows(begun, STATUSES) == ["closed"]
    assert _one(begun, CLOSINGS) == _one(begun, TICKETS_CLOSED) == TICKETS
    assert _rows(begun, GAPS) == []


def _one(data: Path, query: str) -> int:
    return int(_rows(data, query)[0])


def _rows(data: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as connection:
        return [row[0] for row in connection.execute(query)]
