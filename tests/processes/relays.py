"""Mail servers on the other side: one that drops copies, as real ones do, and a watcher of what a Divan sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.product import free_port


class Relay:
    """Takes every mail, and delivers one of those with the same Message-ID; `taken` counts all of them.

    `after_taking` runs when a mail is safe, before the sender is told so.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.delivered: dict[str, bytes] = {}
        self.taken = 0
        self.after_taking: Callable[[], None] = lambda: None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        self.delivered.setdefault(str(message_from_bytes(raw)["Message-ID"]), raw)
        self.taken += 1
        self.after_taking()
        return "250 2.0.0 OK"


@contextmanager
def listening() -> Iterator[Relay]:
    """A relay at a port of its own."""
    relay = Relay()
    controller = Controller(relay, hostname="127.0.0.1", port=relay.port)
    controller.start()
    try:
        yield relay
    finally:
        controller.stop()


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    """What the database of a product holds."""
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=20)) as connection:
        return connection.execute(query).fetchall()


def change(data: Path, statement: str) -> None:
    """Change the database of a product that is not running."""
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=20)) as connection, connection:
        connection.execute(statement)
