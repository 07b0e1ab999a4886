"""A plain reverse proxy, as small as one can be: HTTP/1.1, one request for each connection, and sockets if it wants to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.client import parse_headers
from io import BufferedReader
from socketserver import StreamRequestHandler, ThreadingTCPServer

CONNECT_SECONDS = 10.0
# RFC 9110, section 7.6.1: what is meant for the next hop alone.
HOP_BY_HOP = ("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")


class Proxy(ThreadingTCPServer):
    """Passes what comes to `address` on to `upstream`, both "127.0.0.1:8000", as docs/operating.md asks of a proxy.

    With `upgrades` false it knows nothing of WebSockets. `visitor` is where it says that requests come from. While
    `is_cut` nobody gets through.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, upstream: str, *, upgrades: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.address = f"127.0.0.1:{self.server_address[1]}"
        self.upstream = upstream
        self.upgrades = upgrades
        self.visitor = "203.0.113.1"
        self.is_cut = False
        self.open: set[socket.socket] = set()
        self.deaf: set[socket.socket] = set()

    def cut(self) -> None:
        """Lose the network: what is open ends without a word, and nothing new gets through until `mend`."""
        self.is_cut = True
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def deafen(self) -> None:
        """Let nothing more through what is open now, and leave it open: nobody is told. What is new gets through."""
        self.deaf |= self.open

    def mend(self) -> None:
        """Let new connections through again."""
        self.is_cut = False


@contextmanager
def proxy_of(upstream: str, *, upgrades: bool = True) -> Iterator[Proxy]:
    """A proxy that runs until the block ends."""
    with Proxy(upstream, upgrades=upgrades) as proxy:
        serving = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield proxy
        finally:
            proxy.cut()
            proxy.shutdown()
            serving.join()


class _Connection(StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        with suppress(OSError):
            self._pass_on()

    def _pass_on(self) -> None:
        line = self.rfile.readline()
        if self.server.is_cut or not line:
            return
        headers = parse_headers(self.rfile)
        host, _colon, port = self.server.upstream.rpartition(":")
        with socket.create_connection((host, int(port)), CONNECT_SECONDS) as upstream:
            upstream.settimeout(None)
            self.server.open |= {upstream, self.connection}
            try:
                upstream.sendall(line + self._head(headers))
                upstream.sendall(self.rfile.read(int(headers.get("Content-Length", 0))))
                self._pipe(upstream)
            finally:
                self.server.open -= {upstream, self.connection}

    def _head(self, headers: Message) -> bytes:
        """The same headers, but for those of this hop, and what a proxy has to say."""
        kept = [(name, value) for name, value in headers.items() if name.lower() not in HOP_BY_HOP]
        is_upgrade = self.server.upgrades and "Upgrade" in headers
        hop = [("Connection", "upgrade"), ("Upgrade", headers["Upgrade"])] if is_upgrade else []
        told = [("X-Forwarded-For", self.server.visitor), ("X-Forwarded-Proto", "http")]
        every = [*kept, *told, *(hop or [("Connection", "close")])]
        return "".join(f"{name}: {value}\r\n" for name, value in every).encode("latin-1") + b"\r\n"

    def _pipe(self, upstream: socket.socket) -> None:
        """Bytes both ways, until one side has ended."""
        way_back = (upstream.makefile("rb"), self.connection)
        back = threading.Thread(target=self._copy, args=way_back, daemon=True)
        back.start()
        self._copy(self.rfile, upstream)
        back.join()

    def _copy(self, source: BufferedReader, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.read1(65536):
                if target not in self.server.deaf:
                    target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
