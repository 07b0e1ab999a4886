"""The built-in mail receiver: takes mail for our addresses by SMTP and, where it is set, by LMTP (RFC 2033).

A message is answered with 250 only when `intake.take_in` has it safe. There is no relaying: a recipient that
is not ours is refused at RCPT, before any data is sent.
"""

from __future__ import annotations

import asyncio
import errno
import ssl
import threading
from pathlib import Path

from django.conf import settings

from divan.mail.models import InboundMail
from divan.mail.receiving.handler import Handler
from divan.mail.receiving.peers import is_own_server
from divan.mail.receiving.sessions import LARGEST_MESSAGE, LocalReceiver, Receiver

__all__ = ["LARGEST_MESSAGE", "run"]


def run(stop: threading.Event, host: str, port: int, listening: threading.Event | None = None) -> None:
    """Receive mail at `host`:`port`, and at `settings.LMTP`, until `stop` is set.

    `listening` is set when the ports are open. A port that cannot be opened, or a certificate that cannot be
    read, ends the process with one sentence.
    """
    asyncio.run(_serve(stop, host, port, listening))


async def _serve(stop: threading.Event, host: str, port: int, listening: threading.Event | None) -> None:
    loop = asyncio.get_running_loop()
    certificate = _certificate()
    _check_fronts()
    handlers = [Handler(), Handler(InboundMail.Way.LMTP)]
    sessions: set[Receiver] = set()
    servers = []
    try:
        servers.append(
            await loop.create_server(lambda: Receiver(handlers[0], sessions, certificate), host, port)
        )
    except OSError as failure:
        raise SystemExit(_sentence(failure, host, port)) from failure
    if settings.LMTP:
        servers.append(await _listen_locally(settings.LMTP, handlers[1], sessions))
    if listening:
        listening.set()
    await loop.run_in_executor(None, stop.wait)
    for server in servers:
        server.close()
    for handler in handlers:
        await handler.close()
    for session in list(sessions):
        session.leave("421 4.3.2 Closing down. Please try again later.")


async def _listen_locally(place: str, handler: Handler, sessions: set[Receiver]) -> asyncio.Server:
    """Open the LMTP door: `host:port`, or the path of a socket on this machine."""
    loop = asyncio.get_running_loop()
    try:
        if place.startswith("/"):
            Path(place).unlink(missing_ok=True)  # left behind by a receiver that was killed
            return await loop.create_unix_server(lambda: LocalReceiver(handler, sessions), place)
        host, _colon, port = place.rpartition(":")
        return await loop.create_server(
            lambda: LocalReceiver(handler, sessions), host.strip("[]") or "127.0.0.1", int(port)
        )
    except (OSError, ValueError) as failure:
        raise SystemExit(f"DIVAN_LMTP={place} cannot be opened: {failure}.") from failure


def _certificate() -> ssl.SSLContext | None:
    """What STARTTLS shows; None when no certificate is set, and STARTTLS is not offered."""
    if not settings.SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.SMTP_CERTIFICATE, settings.SMTP_KEY or None)
    except (OSError, ssl.SSLError) as failure:
        raise SystemExit(f"The certificate of the mail receiver cannot be read: {failure}.") from failure
    return context


def _check_fronts() -> None:
    try:
        is_own_server("127.0.0.1")
    except ValueError as failure:
        raise SystemExit(f"DIVAN_MAIL_FRONTS names what is no address or network: {failure}.") from failure


def _sentence(failure: OSError, host: str, port: int) -> str:
    if failure.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, so no mail can be received. Choose another one with --smtp-port."
    if failure.errno == errno.EACCES:
        return f"Port {port} needs more rights. Choose one above 1023 with --smtp-port."
    return f"Mail cannot be received at {host}, port {port}: {failure.strerror}."
