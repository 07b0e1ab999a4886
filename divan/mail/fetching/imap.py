"""An IMAP client that can do what fetching mail needs, and no more (RFC 3501, 2177, 4315, 6851)."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from divan.mail.fetching import imap_answers
from divan.mail.fetching.accounts import Account
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.imap_answers import Answer, read_answer, wire_name
from divan.mail.fetching.oauth_strings import xoauth2_string
from divan.mail.fetching.wire import ANSWER_SECONDS, Wire
from divan.mail.models import Security, SignIn

# Response codes (RFC 5530) of refusals that have nothing to do with the password.
_PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that has been opened: its UIDVALIDITY, the UID that comes next, how many messages it holds."""

    name: str
    validity: str
    next_uid: int
    count: int


class ImapClient:
    """A connection that is signed in. Raises FetchFailed, and Halted.

    After SAID_NO the connection is still good.
    """

    def __init__(self, account: Account, halt: Halt, *, seconds: float = ANSWER_SECONDS) -> None:
        self.wire = Wire(account.host, account.port, account.security, halt, seconds=seconds)
        self._count = 0
        try:
            self._greet(account)
            self._sign_in(account)
        except BaseException:
            self.wire.close()
            raise

    def folders(self) -> list[str]:
        """The names of all folders."""
        return imap_answers.folder_names(self._ask(b"LIST", b'""', b'"*"'))

    def open(self, name: str, *, may_change: bool) -> Folder:
        """Open a folder; without `may_change` only for reading, so that nothing in it can change."""
        try:
            answers = self._ask(b"SELECT" if may_change else b"EXAMINE", self._string(wire_name(name)))
        except FetchFailed as failure:
            if failure.kind is Kind.SAID_NO:
                raise FetchFailed(Kind.NO_FOLDER, host=self.wire.host, said=name) from failure
            raise
        count = next((int(w[1]) for a in answers if len(w := a.text.split()) == 3 and w[2] == b"EXISTS"), 0)
        next_uid = int(imap_answers.code(answers, "UIDNEXT") or 0)
        if not next_uid:
            next_uid = max(self.search(b"ALL"), default=0) + 1
        return Folder(name, imap_answers.code(answers, "UIDVALIDITY"), next_uid, count)

    def search(self, *terms: bytes) -> list[int]:
        """The UIDs in the open folder that match, ascending."""
        return imap_answers.numbers(self._ask(b"UID SEARCH", *terms))

    def above(self, uid: int) -> list[int]:
        """The UIDs above `uid`. The range alone also names the last message, however low its UID is."""
        return [found for found in self.search(b"UID", b"%d:*" % (uid + 1)) if found > uid]

    def present(self, uids: Iterable[int]) -> set[int]:
        """Those of `uids` that are still there."""
        return set(self.search(b"UID", _set(uids)))

    def unread_or_since(self, day: date | None) -> set[int]:
        """The UIDs of messages that nobody has read, and of those that came on `day` or later."""
        if day is None:
            return set(self.search(b"UNSEEN"))
        since = f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}".encode()
        return set(self.search(b"OR", b"UNSEEN", b"SINCE", since))

    def sizes(self, uids: list[int]) -> dict[int, int]:
        """Their sizes in bytes; those that are gone are missing."""
        return imap_answers.sizes(self._ask(b"UID FETCH", _set(uids), b"(UID RFC822.SIZE)"))

    def messages(self, uids: list[int]) -> Iterator[tuple[int, bytes]]:
        """UIDs and whole messages, which stay unread, as they come; those that are gone are missing."""
        tag = self._send(b"UID FETCH", _set(uids), b"(UID BODY.PEEK[])")
        while not (answer := self._next()).text.startswith(tag + b" "):
            if found := imap_answers.body(answer):
                yield found
        self._judge(answer, b"UID FETCH")

    def header(self, uid: int) -> bytes:
        """The header alone; nothing if the server does not hand it over."""
        try:
            answers = self._ask(b"UID FETCH", b"%d" % uid, b"(UID BODY.PEEK[HEADER])")
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                raise
            return b""
        return next((found[1] for answer in answers if (found := imap_answers.body(answer))), b"")

    def delete(self, uids: list[int]) -> None:
        """Remove messages from the open folder for good, and no others."""
        self._ask(b"UID STORE", _set(uids), b"+FLAGS.SILENT", b"(\\Deleted)")
        if b"UIDPLUS" in self._able:
            self._ask(b"UID EXPUNGE", _set(uids))
        elif set(self.search(b"DELETED")) <= set(uids):
            self._ask(b"EXPUNGE")
        # Otherwise somebody else has marked messages too: what is marked is theirs to clear up.

    def move(self, uids: list[int], target: str) -> None:
        """Move messages into another folder, which is made if it is missing."""
        name = self._string(wire_name(target))
        verb = b"UID MOVE" if b"MOVE" in self._able else b"UID COPY"
        try:
            self._ask(verb, _set(uids), name)
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                raise
            with contextlib.suppress(FetchFailed):
                self._ask(b"CREATE", name)
                self._ask(b"SUBSCRIBE", name)
            self._ask(verb, _set(uids), name)
        if verb == b"UID COPY":
            self.delete(uids)

    @property
    def can_idle(self) -> bool:
        return b"IDLE" in self._able

    def idle(self, seconds: float) -> bool:
        """Wait for news in the open folder (RFC 2177), `seconds` at most; whether there are any."""
        tag = self._send(b"IDLE")
        deadline = time.monotonic() + seconds
        has_news = self._until_idling(tag)
        while not has_news and (left := deadline - time.monotonic()) > 0 and self.wire.wait(left):
            has_news = _is_news(self._next())
        self.wire.send(b"DONE\r\n")
        late = self._finish(tag, b"IDLE")
        return has_news or any(_is_news(answer) for answer in late)

    def close(self) -> None:
        """Say goodbye if the server still listens."""
        with contextlib.suppress(FetchFailed):
            self._send(b"LOGOUT")
        self.wire.close()

    def _until_idling(self, tag: bytes) -> bool:
        """Read until the server has agreed to IDLE; whether there was news on the way."""
        has_news = False
        while not (answer := self._next()).text.startswith(b"+"):
            if answer.text.startswith(tag + b" "):
                raise FetchFailed(Kind.SAID_NO, host=self.wire.host, said=answer.shown)
            has_news = has_news or _is_news(answer)
        return has_news

    def _greet(self, account: Account) -> None:
        greeting = self._next()
        if not greeting.text.upper().startswith(b"* OK"):
            raise FetchFailed(Kind.PROTOCOL, host=self.wire.host, said=greeting.shown)
        self._able = self._abilities()
        if account.security == Security.STARTTLS:
            if b"STARTTLS" not in self._able:
                raise FetchFailed(Kind.NO_STARTTLS, host=self.wire.host)
            self._ask(b"STARTTLS")
            self.wire.start_tls()
            self._able = self._abilities()

    def _sign_in(self, account: Account) -> None:
        try:
            if account.sign_in == SignIn.OAUTH2:
                self._authenticate(b"XOAUTH2", xoauth2_string(account.username, account.secret))
            elif b"AUTH=PLAIN" in self._able:
                self._authenticate(b"PLAIN", f"\0{account.username}\0{account.secret}")
            else:
                self._ask(
                    b"LOGIN", self._string(account.username.encode()), self._string(account.secret.encode())
                )
        except FetchFailed as failure:
            if failure.kind is Kind.SAID_NO and not any(word in failure.said for word in _PASSING):
                raise FetchFailed(Kind.SIGN_IN, host=self.wire.host, said=failure.said) from failure
            raise
        self._able = self._abilities()

    def _abilities(self) -> frozenset[bytes]:
        answers = self._ask(b"CAPABILITY")
        return frozenset(word.upper() for answer in answers for word in answer.text.split()[2:])

    def _authenticate(self, mechanism: bytes, proof: str) -> None:
        """One step of SASL. To a server that then explains its refusal the answer is an empty line."""
        steps = iter([base64.b64encode(proof.encode()), b""])
        tag = self._send(b"AUTHENTICATE", mechanism)
        self._finish(tag, b"AUTHENTICATE", lambda: next(steps, b"*"))

    def _string(self, value: bytes) -> bytes | list[bytes]:
        """A quoted string, or a literal where that cannot hold it."""
        if value.isascii() and not any(byte in value for byte in b"\r\n\0"):
            return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        return [b"{%d}" % len(value), value]

    def _ask(self, verb: bytes, *arguments: bytes | list[bytes]) -> list[Answer]:
        """Send a command and return what the server said to it."""
        pieces: list[bytes] = [verb]
        waiting: list[bytes] = []
        for argument in arguments:
            if isinstance(argument, list):
                pieces.append(argument[0])
                waiting.append(b" ".join(pieces))
                pieces = [argument[1]]
            else:
                pieces.append(argument)
        waiting.append(b" ".join(pieces))
        tag = self._send(waiting.pop(0))
        return self._finish(tag, verb, lambda: waiting.pop(0))

    def _send(self, *words: bytes) -> bytes:
        self._count += 1
        tag = b"d%d" % self._count
        self.wire.send(b" ".join([tag, *words]) + b"\r\n")
        return tag

    def _finish(self, tag: bytes, verb: bytes, go_on: Callable[[], bytes] | None = None) -> list[Answer]:
        """Read to the end of the command `tag`. `go_on` gives what the server asks for with "+"."""
        answers = []
        while not (answer := self._next()).text.startswith(tag + b" "):
            if not answer.text.startswith(b"+"):
                answers.append(answer)
            elif go_on:
                self.wire.send(go_on() + b"\r\n")
        self._judge(answer, verb)
        return [*answers, answer]

    def _judge(self, answer: Answer, verb: bytes) -> None:
        """Raise SAID_NO unless the command has ended well."""
        words = answer.text.split(b" ", 2)
        if len(words) < 2 or words[1].upper() != b"OK":
            said = words[-1].decode("utf-8", "replace")
            raise FetchFailed(Kind.SAID_NO, host=self.wire.host, said=f"{verb.decode()}: {said}")

    def _next(self) -> Answer:
        return read_answer(self.wire)


def _is_news(answer: Answer) -> bool:
    words = answer.text.upper().split()
    return len(words) == 3 and words[0] == b"*" and words[2] in (b"EXISTS", b"RECENT")


def _set(uids: Iterable[int]) -> bytes:
    """A sequence set, with ranges where numbers follow each other."""
    return b",".join(b"%d" % low if low == high else b"%d:%d" % (low, high) for low, high in _ranges(uids))


def _ranges(uids: Iterable[int]) -> Iterator[tuple[int, int]]:
    low = high = 0
    for uid in sorted(uids):
        if low and uid == high + 1:
            high = uid
            continue
        if low:
            yield low, high
        low = high = uid
    if low:
        yield low, high
