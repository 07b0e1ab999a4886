"""What tests of fetching share: a server's row, one round of fetching, and the whole process in a thread."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from divan.core.sealing import seal
from divan.mail.fetching import fetcher, outcomes
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.fetching.failures import FetchFailed
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.serving import serve
from divan.mail.models import InboundMail, IncomingServer, Mailbox, Security
from tests.support.dovecot import PASSWORD, Dovecot

_users = itertools.count(1)
STOP_SECONDS = 20


def new_user() -> str:
    """A name under which nobody has had mail yet."""
    return f"user{next(_users)}"


def imap_server(mailbox: Mailbox, dovecot: Dovecot, **changes: object) -> IncomingServer:
    """The row of a new IMAP account, over a connection without TLS unless `changes` say so."""
    values = {
        "mailbox": mailbox,
        "host": "127.0.0.1",
        "port": dovecot.imap,
        "security": Security.NONE,
        "username": new_user(),
        "sealed_password": seal(PASSWORD, purpose=PURPOSE),
        **changes,
    }
    return IncomingServer.objects.create(**values)


def pop3_server(mailbox: Mailbox, dovecot: Dovecot, **changes: object) -> IncomingServer:
    """The row of a new POP3 account."""
    return imap_server(mailbox, dovecot, **{"kind": "pop3", "port": dovecot.pop3, **changes})


def fetch(server: IncomingServer) -> IncomingServer:
    """One round, as the process does it; the row as it is afterwards."""
    server.refresh_from_db()
    halt = Halt()
    try:
        serve(server, halt, stays=False)
    except FetchFailed as failure:
        outcomes.failed(server, failure)
    finally:
        halt.close()
    server.refresh_from_db()
    return server


@contextmanager
def running_fetcher() -> Iterator[threading.Event]:
    """The whole process, in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=fetcher.run, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(STOP_SECONDS)
        connections.close_all()
    assert not thread.is_alive()


def message(number: int, *, to: str = "support@divan.example", body: str = "Hello") -> bytes:
    """A small message of its own."""
    return (
        f"Return-Path: <celina@customer.example>\r\nFrom: Celina <celina@customer.example>\r\nTo: {to}\r\n"
        f"Subject: Message {number}\r\nMessage-ID: <m{number}@customer.example>\r\n\r\n{body}\r\n"
    ).encode()


def taken() -> list[str]:
    """The Message-IDs that have come in, sorted."""
    return sorted(InboundMail.objects.values_list("message_id", flat=True))


def identifiers(*numbers: int) -> list[str]:
    return sorted(f"<m{number}@customer.example>" for number in numbers)
