"""One connection of another program, by SMTP or LMTP."""

from __future__ import annotations

import asyncio
import socket
import ssl

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, syntax
from django.conf import settings

from divan.mail.intake import LARGEST_MESSAGE
from divan.mail.receiving.handler import Handler
from divan.mail.receiving.peers import MOST_CONNECTIONS_OF_A_PEER, is_own_server, origin

MOST_CONNECTIONS = 100
IDLE_SECONDS = 120

_TOO_MANY = "421 4.3.2 Too many connections. Please try again later."


class Receiver(SMTP):
    """An SMTP session. Lines may be longer than the standard says, because many programs write them so."""

    line_length_limit = 65_536

    def __init__(
        self, handler: Handler, sessions: set[Receiver], certificate: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(
            handler,
            data_size_limit=LARGEST_MESSAGE,
            enable_SMTPUTF8=True,
            hostname=_host_name(),
            ident="Divan",
            tls_context=certificate,
            timeout=IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
        )
        self._sessions = sessions
        self.peer = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self in self._sessions:
            return  # the same connection again, now inside TLS
        self.peer = peer_of(transport)
        self._sessions.add(self)
        if len(self._sessions) > MOST_CONNECTIONS or self._has_too_many():
            self.leave(_TOO_MANY)

    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.discard(self)
        super().connection_lost(error)

    def leave(self, word: str) -> None:
        """End the connection with a last word."""
        self._writer.write(f"{word}\r\n".encode())
        self._writer.close()

    def _has_too_many(self) -> bool:
        if is_own_server(self.peer):
            return False
        own = origin(self.peer)
        return sum(origin(each.peer) == own for each in self._sessions) > MOST_CONNECTIONS_OF_A_PEER


class LocalReceiver(LMTP, Receiver):
    """An LMTP session: after the data every recipient gets an answer of its own (RFC 2033 section 4.2)."""

    def __init__(self, handler: Handler, sessions: set[Receiver]) -> None:
        super().__init__(handler, sessions)
        self._owed = 1

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        """The greeting; several answers to DATA are only understood by clients that used this one."""
        await super().smtp_LHLO(arg)

    async def push(self, status: bytes | str) -> None:
        """Send an answer; the one to the data once for each recipient, in their order."""
        word = status.decode() if isinstance(status, bytes) else status
        owed, self._owed = self._owed, 1
        if word.startswith("354") and self.envelope is not None:
            self._owed = len(self.envelope.rcpt_tos)
        await super().push("\r\n".join([word] * owed))


def peer_of(transport: asyncio.BaseTransport) -> str:
    """The IP address at the other end; empty for a socket on this machine."""
    address = transport.get_extra_info("peername")
    return str(address[0]) if isinstance(address, tuple) else ""


def _host_name() -> str:
    """The name in the greeting; the one in PUBLIC_URL unless that is this machine alone."""
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return host if "." in host else socket.gethostname()
