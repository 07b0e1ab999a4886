"""`kill -9` of the fetcher and the worker while a full mailbox is fetched: every message is here, once.

A thousand messages that are deleted from the server after fetching;
`DIVAN_TEST_FETCH=10000 bin/test tests/processes/test_fetch_kill.py` takes more of them, left there as well.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.processes.running import divan, surroundings_of, until
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

MESSAGES = int(os.environ.get("DIVAN_TEST_FETCH") or 1_000)
WAYS = ["delete", "leave"] if "DIVAN_TEST_FETCH" in os.environ else ["delete"]
KILLS = 5
USER = "kill"
# Six starts of two processes; other tests may want the two processors as well.
PATIENCE_SECONDS = 180 + MESSAGES
PREPARE = """
from divan.core.sealing import seal
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.models import IncomingServer, Mailbox
IncomingServer.objects.create(
    mailbox=Mailbox.objects.get(), host="127.0.0.1", port={port}, security="none", username="{user}",
    sealed_password=seal("{password}", purpose=PURPOSE), after="{after}",
)
"""
TAKEN = "SELECT count(*) FROM mail_inboundmail"
UNREAD = "SELECT count(*) FROM mail_inboundmail WHERE state = 'received'"


@pytest.mark.parametrize("after", WAYS)
def test_full_mailbox_is_fetched_once(data: Path, dovecot: Dovecot, after: str) -> None:
    user = f"{USER}-{after}"
    dovecot.deliver(user, *(_message(number) for number in range(MESSAGES)))
    _prepare(data, PREPARE.format(port=dovecot.imap, user=user, password=PASSWORD, after=after))
    began = time.monotonic()
    for kill in range(1, KILLS + 1):
        with _working(data):
            until(partial(_has, data, MESSAGES * kill // (KILLS + 1)), "fetching is stuck", PATIENCE_SECONDS)
    with _working(data):
        until(partial(_has, data, MESSAGES), "fetching is stuck", PATIENCE_SECONDS)
        print(f"{MESSAGES} messages were fetched in {time.monotonic() - began:.0f} s")
        until(lambda: not _number(data, UNREAD), "reading is stuck", PATIENCE_SECONDS)
        until(
            lambda: after == "leave" or not dovecot.flags(user), "something was not deleted", PATIENCE_SECONDS
        )
    subjects = [f"Message {number}" for number in range(MESSAGES)]
    assert _column(data, "SELECT subject FROM mail_inboundmail") == sorted(subjects)
    assert _column(data, "SELECT subject FROM tickets_ticket WHERE subject LIKE 'Message %'") == sorted(
        subjects
    )
    assert len(dovecot.flags(user)) == (MESSAGES if after == "leave" else 0)


def _message(number: int) -> bytes:
    return (
        f"From: Person {number} <person{number}@kill.example>\r\nTo: support@divan.example\r\n"
        f"Subject: Message {number}\r\nMessage-ID: <{number}@kill.example>\r\n\r\nIt hums.\r\n"
    ).encode()


def _prepare(data: Path, code: str) -> None:
    """A help desk that is set up, with a server to fetch from."""
    subprocess.run(
        [sys.executable, "-m", "tests.support.stage"],
        cwd=REPOSITORY,
        env=surroundings_of(data, free_port(), free_port()),
        check=True,
    )
    done = divan(data, "shell", "-c", code)
    assert done.returncode == 0, done.stderr


@contextmanager
def _working(data: Path) -> Iterator[None]:
    """Fetcher and worker, until both are killed."""
    surroundings = surroundings_of(data, free_port(), free_port())
    with (data / "parts.log").open("ab") as log:
        running = [
            subprocess.Popen([REPOSITORY / "bin/divan", part], env=surroundings, stdout=log, stderr=log)
            for part in ("mail-fetcher", "worker")
        ]
    try:
        yield
    finally:
        for process in running:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _has(data: Path, count: int) -> bool:
    return _number(data, TAKEN) >= count


def _number(data: Path, query: str) -> int:
    return int(_column(data, query)[0])


def _column(data: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as connection:
        return sorted(str(row[0]) for row in connection.execute(query))
