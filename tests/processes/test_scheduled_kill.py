"""`kill -9` of everything while written answers become due: each is sent once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.running import Serve, surroundings_of, until
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

WRITTEN = 60
KILLED_AT = (10, 30)
PATIENCE_SECONDS = 300.0
Start = Callable[..., Serve]

# An agent writes an answer in every ticket, due at once.
WRITING = f"""
import django; django.setup()
from datetime import timedelta
from tests.support.builders import open_ticket
from tests.support.cast import actor, assemble
from divan.tickets import actions
from divan.tickets.models import Composition
people = assemble()
agent = actor(people.agent)
for which in range({WRITTEN}):
    ticket = open_ticket(people, subject=f"Request {{which}}")
    written = actions.Written(mode="reply", text=f"Answer {{which}}")
    actions.send(actions.save_draft(written, actor=agent, ticket=ticket), actor=agent)
"""
SENT = "SELECT text FROM conversations_message WHERE from_staff"
MAILED = """
    SELECT message.text FROM mail_outgoingmail mail
    JOIN conversations_message message ON message.id = mail.message_id WHERE mail.purpose = 'answer'
"""


@pytest.fixture
def written(data: Path) -> Path:
    """A help desk on which answers wait to be sent."""
    surroundings = surroundings_of(data, free_port(), free_port())
    subprocess.run([sys.executable, "-c", WRITING], cwd=REPOSITORY, env=surroundings, check=True)
    return data


def test_what_was_due_is_sent_once(written: Path, serve: Start) -> None:
    for share in KILLED_AT:
        running = serve()
        until(lambda share=share: len(_rows(written, SENT)) >= share, running.output, PATIENCE_SECONDS)  # type: ignore[misc]
        running.kill()
    running = serve()
    until(lambda: len(_rows(written, MAILED)) >= WRITTEN, running.output, PATIENCE_SECONDS)
    assert running.stop() == 0
    once_each = {f"Answer {which}": 1 for which in range(WRITTEN)}
    assert Counter(_rows(written, SENT)) == once_each
    assert Counter(_rows(written, MAILED)) == once_each
    assert set(_rows(written, "SELECT state FROM tickets_composition")) == {"sent"}


def _rows(data: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as connection:
        return [row[0] for row in connection.execute(query)]
