"""A POP3 client that can do what fetching mail needs, and no more (RFC 1939, 2449, 2595, 5034)."""

from __future__ import annotations

import base64
import contextlib
from dataclasses import dataclass

from divan.mail.fetching.accounts import Account
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.oauth_strings import xoauth2_string
from divan.mail.fetching.wire import ANSWER_SECONDS, SLOWEST, Wire
from divan.mail.models import Security, SignIn

# Response codes (RFC 2449 and 3206) of refusals that have nothing to do with the password.
_PASSING = ("[IN-USE]", "[LOGIN-DELAY", "[SYS/")
_LONGEST_LIST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Listed:
    """A message on the server. `number` holds for this connection, `identifier` (UIDL) for ever; "" for none."""

    number: int
    size: int
    identifier: str

    @property
    def mark(self) -> str:
        """What it is remembered by."""
        return self.identifier or f"#{self.number}/{self.size}"


class Pop3Client:
    """A connection that is signed in. Raises FetchFailed, and Halted.

    After SAID_NO the connection is still good.
    """

    def __init__(self, account: Account, halt: Halt, *, seconds: float = ANSWER_SECONDS) -> None:
        self.wire = Wire(account.host, account.port, account.security, halt, seconds=seconds)
        try:
            self._answer("the greeting")
            if account.security == Security.STARTTLS:
                self._start_tls()
            self._sign_in(account)
        except BaseException:
            self.wire.close()
            raise

    def messages(self) -> list[Listed]:
        """All messages, oldest first; without identifiers where the server has none."""
        sizes = _pairs(self._ask_many("LIST"))
        try:
            identifiers = _pairs(self._ask_many("UIDL"))
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                raise
            identifiers = {}
        return [
            Listed(number, int(size) if size.isdigit() else 0, identifiers.get(number, "")[:100])
            for number, size in sorted(sizes.items())
        ]

    def message(self, number: int, size: int) -> bytes:
        """The whole message."""
        return b"\r\n".join([*self._ask_many(f"RETR {number}", more_seconds=size / SLOWEST), b""])

    def header(self, number: int) -> bytes:
        """The header alone, as far as the server can tell it apart."""
        with contextlib.suppress(FetchFailed):
            return b"\r\n".join(self._ask_many(f"TOP {number} 0"))
        return b""

    def delete(self, number: int) -> None:
        """Mark a message; the server deletes it when we `leave`."""
        self._ask(f"DELE {number}")

    def leave(self) -> None:
        """End the session: only now are marked messages deleted. Raises FetchFailed if that is not certain."""
        self._ask("QUIT")
        self.wire.close()

    def close(self) -> None:
        """Let go without deleting anything."""
        self.wire.close()

    def _start_tls(self) -> None:
        try:
            self._ask("STLS")
        except FetchFailed as failure:
            if failure.kind is Kind.SAID_NO:
                raise FetchFailed(Kind.NO_STARTTLS, host=self.wire.host) from failure
            raise
        self.wire.start_tls()

    def _sign_in(self, account: Account) -> None:
        try:
            if account.sign_in == SignIn.OAUTH2:
                self._show_token(xoauth2_string(account.username, account.secret))
            else:
                self._ask(f"USER {_one_line(account.username)}")
                self._ask(f"PASS {_one_line(account.secret)}")
        except FetchFailed as failure:
            if failure.kind is Kind.SAID_NO and not any(word in failure.said for word in _PASSING):
                raise FetchFailed(Kind.SIGN_IN, host=self.wire.host, said=failure.said) from failure
            raise

    def _show_token(self, proof: str) -> None:
        """The mechanism first and the proof after "+": both together would be longer than a line may be."""
        self.wire.send(b"AUTH XOAUTH2\r\n")
        steps = [base64.b64encode(proof.encode()), b""]
        while (line := self.wire.line()).startswith(b"+ ") or line == b"+":
            self.wire.send((steps.pop(0) if steps else b"*") + b"\r\n")
        self._judge(line, "AUTH")

    def _ask(self, command: str) -> None:
        self.wire.send(command.encode() + b"\r\n")
        self._answer(command.split()[0])

    def _ask_many(self, command: str, more_seconds: float = 0) -> list[bytes]:
        """The lines of an answer that ends with a lone dot (RFC 1939 section 3)."""
        self._ask(command)
        return self.wire.lines_to_dot(_LONGEST_LIST, more_seconds)

    def _answer(self, to: str) -> None:
        self._judge(self.wire.line(), to)

    def _judge(self, line: bytes, to: str) -> None:
        if line[:3].upper() == b"+OK":
            return
        said = line.decode("utf-8", "replace")
        if line[:4].upper() != b"-ERR":
            raise FetchFailed(Kind.PROTOCOL, host=self.wire.host, said=said)
        raise FetchFailed(Kind.SAID_NO, host=self.wire.host, said=f"{to}: {said[4:].strip()}")


def _pairs(lines: list[bytes]) -> dict[int, str]:
    """Number and word of the lines of LIST and UIDL."""
    found = {}
    for line in lines:
        words = line.split()
        if len(words) >= 2 and words[0].isdigit():
            found[int(words[0])] = words[1].decode("ascii", "replace")
    return found


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")
