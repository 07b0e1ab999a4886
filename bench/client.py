"""A small HTTP client: one kept connection, no library in the way of the clock."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass

from bench.cases import Request

TIMEOUT_SECONDS = 30


class Unexpected(Exception):
    """The server did not answer as it must; what is measured would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Connection:
    """A connection to the server on this machine, opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def send(self, request: Request) -> Answer:
        """Send and wait for the whole answer; raises Unexpected for another status than it expects."""
        started = time.perf_counter()
        self._socket.sendall(request.encoded())
        status, headers = self._head()
        body = self._body(headers)
        answer = Answer(status, headers, body, time.perf_counter() - started)
        if status != request.expects:
            start = body[:300].decode(errors="replace")
            raise Unexpected(
                f"{request.method} {request.path}: {status} {headers.get('location', '')}\n{start}"
            )
        if headers.get("connection") == "close":
            self.close()
            self._open()
        return answer

    def _head(self) -> tuple[int, dict[str, str]]:
        status = int(self._file.readline().split()[1])
        headers = {}
        while line := self._file.readline().strip():
            name, _colon, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return status, headers

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self._file.read(int(headers.get("content-length", 0)))
        parts = []
        while size := int(self._file.readline(), 16):
            parts.append(self._file.read(size))
            self._file.readline()
        self._file.readline()
        return b"".join(parts)

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()
