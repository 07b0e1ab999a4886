"""A connection to a mail server: lines and counted bytes, each within a time, over TLS where it is asked for."""

from __future__ import annotations

import select
import socket
import ssl
import time

from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.models import Security

CONNECT_SECONDS = 20.0
ANSWER_SECONDS = 60.0
LONGEST_LINE = 10_000_000
# Whoever sends large messages more slowly than this many bytes in a second is taken for dead.
SLOWEST = 10_000
_PIECE = 65_536


class Wire:
    """Raises FetchFailed for everything that goes wrong on the way, and Halted as soon as `halt` is set.

    The time counts for a whole line or a whole message, so that a server cannot hold us by single bytes.
    """

    def __init__(
        self, host: str, port: int, security: str, halt: Halt, *, seconds: float = ANSWER_SECONDS
    ) -> None:
        self.host, self._halt, self._seconds = host, halt, seconds
        self._buffer = bytearray()
        try:
            self._socket = socket.create_connection((host, port), timeout=min(CONNECT_SECONDS, seconds))
        except (OSError, UnicodeError) as failure:
            raise _connecting(failure, host, port) from failure
        if security == Security.TLS:
            self.start_tls()

    def start_tls(self) -> None:
        """Go on in TLS; the certificate is checked. What came before in plain text is forgotten."""
        self._buffer.clear()
        self._socket.settimeout(self._seconds)
        context = ssl.create_default_context()
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=self.host)
        except ssl.SSLCertVerificationError as failure:
            self.close()
            raise FetchFailed(Kind.CERTIFICATE, host=self.host, said=failure.verify_message) from failure
        except TimeoutError as failure:
            self.close()
            raise FetchFailed(Kind.TIME, host=self.host) from failure
        except OSError as failure:
            self.close()
            raise FetchFailed(Kind.TLS, host=self.host, said=_reason(failure)) from failure

    def send(self, data: bytes) -> None:
        self._socket.settimeout(self._seconds)
        try:
            self._socket.sendall(data)
        except OSError as failure:
            raise self._lost(failure) from failure

    def line(self) -> bytes:
        """The next line, without its end."""
        return self._line(time.monotonic() + self._seconds)

    def lines_to_dot(self, largest: int, more_seconds: float) -> list[bytes]:
        """The lines before a lone dot, without the dots that were put before others (RFC 1939 section 3)."""
        deadline = time.monotonic() + self._seconds + more_seconds
        lines: list[bytes] = []
        size = 0
        while (line := self._line(deadline)) != b".":
            lines.append(line.removeprefix(b"."))
            size += len(line) + 2
            if size > largest:
                raise FetchFailed(Kind.PROTOCOL, host=self.host, said="an answer without end")
        return lines

    def _line(self, deadline: float) -> bytes:
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > LONGEST_LINE:
                raise FetchFailed(Kind.PROTOCOL, host=self.host, said="a line without end")
            self._receive(deadline)
        line = bytes(self._buffer[:end]).removesuffix(b"\r")
        del self._buffer[: end + 1]
        return line

    def exactly(self, size: int) -> bytes:
        """The next `size` bytes."""
        deadline = time.monotonic() + self._seconds + size / SLOWEST
        while len(self._buffer) < size:
            self._receive(deadline)
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def wait(self, seconds: float) -> bool:
        """Wait until the server says something, `seconds` at most; False if it does not, or we are to stop."""
        return bool(self._buffer) or self._ready(seconds)

    def close(self) -> None:
        self._socket.close()

    def _ready(self, seconds: float) -> bool:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return not self._halt.is_set()
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        poll.register(self._halt, select.POLLIN)
        ready = dict(poll.poll(max(0.0, seconds) * 1000))
        return self._socket.fileno() in ready and not self._halt.is_set()

    def _receive(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not self._ready(left):
            self._halt.check()
            raise FetchFailed(Kind.TIME, host=self.host)
        self._socket.settimeout(left)
        try:
            piece = self._socket.recv(_PIECE)
        except OSError as failure:
            raise self._lost(failure) from failure
        if not piece:
            raise FetchFailed(Kind.DROPPED, host=self.host)
        self._buffer += piece

    def _lost(self, failure: OSError) -> FetchFailed:
        kind = Kind.TIME if isinstance(failure, TimeoutError) else Kind.DROPPED
        return FetchFailed(kind, host=self.host)


def _connecting(failure: Exception, host: str, port: int) -> FetchFailed:
    if isinstance(failure, socket.gaierror | UnicodeError):
        return FetchFailed(Kind.NAME, host=host)
    if isinstance(failure, TimeoutError):
        return FetchFailed(Kind.TIME, host=host)
    if isinstance(failure, ConnectionRefusedError):
        return FetchFailed(Kind.REFUSED, host=f"{host}:{port}")
    return FetchFailed(Kind.UNREACHABLE, host=f"{host}:{port}", said=_reason(failure))


def _reason(failure: BaseException) -> str:
    if isinstance(failure, ssl.SSLError):
        return failure.reason or "TLS"
    return getattr(failure, "strerror", None) or str(failure)
