"""Mail servers as they should not be: without UIDL, failing at a message, or never answering."""

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


@dataclass
class PoorImap:
    """IMAP (RFC 3501) with nothing but what fetching needs, no extension. Fails at the message `fails_at`, a UID.

    It hangs up there, or, if it `refuses`, says NO to every FETCH that asks for that message. `marked` are the
    UIDs that somebody wants to delete, `copies` the other folders.
    """

    messages: dict[int, bytes]
    fails_at: int
    refuses: bool
    port: int = 0
    marked: set[int] = field(default_factory=set)
    copies: dict[str, list[bytes]] = field(default_factory=dict)

    def talk(self, session: socketserver.StreamRequestHandler) -> None:
        session.wfile.write(b"* OK here\r\n")
        for line in session.rfile:
            tag, _blank, command = line.decode().strip().partition(" ")
            for answer in self._answers(command):
                if answer is None:
                    return
                session.wfile.write(answer)
            is_refused = not self._can(command)
            session.wfile.write(f"{tag} {'NO [SERVERBUG] lost' if is_refused else 'OK done'}\r\n".encode())

    def _answers(self, command: str) -> Iterator[bytes | None]:
        """What comes before the last line; None for hanging up."""
        if command.startswith(("EXAMINE", "SELECT")):
            yield b"* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT %d]\r\n" % (max(self.messages) + 1)
        elif command.startswith("UID SEARCH DELETED"):
            yield b"* SEARCH " + b" ".join(b"%d" % uid for uid in self.marked) + b"\r\n"
        elif command.startswith("UID SEARCH"):
            yield b"* SEARCH " + b" ".join(b"%d" % uid for uid in self.messages) + b"\r\n"
        elif command.startswith("UID FETCH"):
            uids = self._asked(command)
            for uid in uids:
                if "SIZE" in command:
                    yield b"* 1 FETCH (UID %d RFC822.SIZE %d)\r\n" % (uid, len(self.messages[uid]))
                elif uid == self.fails_at:
                    yield from [] if self.refuses else [None]
                elif not (self.refuses and self.fails_at in uids):
                    raw = self.messages[uid]
                    yield b"* 1 FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (uid, len(raw), raw)
        else:
            self._change(command)

    def _can(self, command: str) -> bool:
        if command.startswith("UID COPY"):
            return command.split()[3].strip('"') in self.copies
        return not (self.refuses and "BODY" in command and self.fails_at in self._asked(command))

    def _change(self, command: str) -> None:
        """What moves and removes messages."""
        verb = command.removeprefix("UID ").split(" ")[0]
        if verb == "STORE":
            self.marked |= set(self._asked(command))
        elif verb == "EXPUNGE":
            self.messages = {uid: raw for uid, raw in self.messages.items() if uid not in self.marked}
            self.marked.clear()
        elif verb == "CREATE":
            self.copies[command.split()[1].strip('"')] = []
        elif verb == "COPY" and self._can(command):
            self.copies[command.split()[3].strip('"')] += [self.messages[uid] for uid in self._asked(command)]

    def _asked(self, command: str) -> list[int]:
        found: list[int] = []
        for part in command.split()[2].split(","):
            low, _colon, high = part.partition(":")
            found += range(int(low), int(high or low) + 1)
        return found


@contextmanager
def poor_pop3(*messages: bytes, hangs_up_at: str = "") -> Iterator[PoorPop3]:
    """A running one."""
    state = PoorPop3(dict(enumerate(messages, 1)), hangs_up_at)
    with _serving(state):
        yield state


@contextmanager
def poor_imap(*messages: bytes, fails_at: int = 0, refuses: bool = False) -> Iterator[PoorImap]:
    """A running one."""
    state = PoorImap(dict(enumerate(messages, 1)), fails_at, refuses)
    with _serving(state):
        yield state


@contextmanager
def _serving(state: PoorPop3 | PoorImap) -> Iterator[None]:
    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            state.talk(self)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
