"""The built-in mail receiver: takes mail for our addresses, and for nobody else.

A message is answered with 250 only when `intake.take_in` has it safe. There is no relaying: a recipient that
is not ours is refused at RCPT, before any data is sent.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from divan.mail import intake
from divan.mail.mailboxes import mailbox_of

log = structlog.get_logger(__name__)
T = TypeVar("T")

LARGEST_MESSAGE = 25 * 1024 * 1024
MOST_RECIPIENTS = 50
MOST_CONNECTIONS = 100
IDLE_SECONDS = 120

LATER = "451 4.3.0 The message could not be kept. Please try again later."


class Receiver(SMTP):
    """One connection. Lines may be longer than the standard says, because many programs write them so."""

    line_length_limit = 65_536

    def __init__(self, handler: Handler, sessions: set[Receiver]) -> None:
        super().__init__(
            handler,
            data_size_limit=LARGEST_MESSAGE,
            enable_SMTPUTF8=True,
            hostname=_host_name(),
            ident="Divan",
            timeout=IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        self._sessions = sessions

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._sessions.add(self)
        if len(self._sessions) > MOST_CONNECTIONS:
            self.leave("421 4.3.2 Too many connections. Please try again later.")

    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.discard(self)
        super().connection_lost(error)

    def leave(self, word: str) -> None:
        """End the connection with a last word."""
        self._writer.write(f"{word}\r\n".encode())
        self._writer.close()


class Handler:
    """Answers the commands of a session. The database is asked from one thread of its own."""

    def __init__(self) -> None:
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="mail-keeper")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            ours = await self._ask(mailbox_of, address)
        except (OSError, DatabaseError):
            log.exception("a recipient could not be looked up")
            return LATER
        if ours is None:
            return "550 5.1.1 There is no such address here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        outside = intake.Envelope(
            sender=(envelope.mail_from or "").strip("<>"),
            recipients=tuple(envelope.rcpt_tos),
            peer=str(session.peer[0]) if session.peer else "",
        )
        try:
            kept = await self._ask(intake.take_in, raw, outside)
        except intake.UnknownRecipient:
            return "550 5.1.1 There is no such address here"
        except (OSError, DatabaseError):
            log.exception("a message could not be kept")
            return LATER
        return f"250 2.0.0 Kept as {kept.pk}"

    async def close(self) -> None:
        """Finish what is being stored, and close the thread's connection to the database."""
        await asyncio.get_running_loop().run_in_executor(self._keeper, connections.close_all)
        self._keeper.shutdown()

    async def _ask(self, work: Callable[..., T], *arguments: Any) -> T:
        def asked() -> T:
            close_old_connections()
            return work(*arguments)

        return await asyncio.get_running_loop().run_in_executor(self._keeper, asked)


def run(stop: threading.Event, host: str, port: int, listening: threading.Event | None = None) -> None:
    """Receive mail at `host`:`port` until `stop` is set; `listening` is set when the port is open.

    A port that cannot be opened ends the process with one sentence.
    """
    asyncio.run(_serve(stop, host, port, listening))


async def _serve(stop: threading.Event, host: str, port: int, listening: threading.Event | None) -> None:
    handler = Handler()
    sessions: set[Receiver] = set()
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(lambda: Receiver(handler, sessions), host, port)
    except OSError as failure:
        raise SystemExit(_sentence(failure, host, port)) from failure
    if listening:
        listening.set()
    await loop.run_in_executor(None, stop.wait)
    server.close()
    await handler.close()
    for session in list(sessions):
        session.leave("421 4.3.2 Closing down. Please try again later.")


def _sentence(failure: OSError, host: str, port: int) -> str:
    if failure.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, so no mail can be received. Choose another one with --smtp-port."
    if failure.errno == errno.EACCES:
        return f"Port {port} needs more rights. Choose one above 1023 with --smtp-port."
    return f"Mail cannot be received at {host}, port {port}: {failure.strerror}."


def _host_name() -> str:
    """The name in the greeting; the one in PUBLIC_URL unless that is this machine alone."""
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return host if "." in host else socket.gethostname()
