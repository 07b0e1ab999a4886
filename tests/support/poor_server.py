"""Mail servers as they should not be: POP3 without UIDL that hangs up, and one that never answers."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class PoorPop3:
    """POP3 (RFC 1939) without UIDL. Hangs up when a command begins with `hangs_up_at`."""

    messages: dict[int, bytes]
    hangs_up_at: str = ""
    port: int = 0
    deleted: list[int] = field(default_factory=list)

    def talk(self, session: socketserver.StreamRequestHandler) -> None:
        here = dict(enumerate((self.messages[key] for key in sorted(self.messages)), 1))
        marked: list[int] = []
        session.wfile.write(b"+OK here\r\n")
        for line in session.rfile:
            command = line.decode().strip()
            if self.hangs_up_at and command.startswith(self.hangs_up_at):
                return
            if command.startswith("DELE"):
                marked.append(int(command.split()[1]))
            session.wfile.write(self._answer(command, here))
            if command == "QUIT":
                self.deleted += marked
                keys = sorted(self.messages)
                for number in marked:
                    del self.messages[keys[number - 1]]
                return

    def _answer(self, command: str, here: dict[int, bytes]) -> bytes:
        verb, _blank, number = command.partition(" ")
        if verb == "LIST":
            return b"+OK\r\n" + b"".join(b"%d %d\r\n" % (n, len(raw)) for n, raw in here.items()) + b".\r\n"
        if verb == "RETR":
            return b"+OK\r\n" + here[int(number)] + b".\r\n"
        return b"+OK\r\n" if verb in ("USER", "PASS", "DELE", "QUIT") else b"-ERR what?\r\n"


@contextmanager
def poor_pop3(*messages: bytes, hangs_up_at: str = "") -> Iterator[PoorPop3]:
    """A running one."""
    state = PoorPop3(dict(enumerate(messages, 1)), hangs_up_at)

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            state.talk(self)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
