"""Reading what an IMAP server says (RFC 3501 section 7)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.wire import Wire

# A message may be a little larger than it said, because the size was counted with other line ends.
LARGEST_LITERAL = 64 * 1024 * 1024

_LITERAL = re.compile(rb"\{(\d{1,10})\+?\}$")
_LIST = re.compile(rb'\* LIST \([^)]*\) (?:NIL|"(?:[^"\\]|\\.)*") (.+)', re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,18})\b", re.IGNORECASE)
_SHIFTED = re.compile(r"&([^-]*)-")


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; where it held literals, `text` keeps their sizes and `literals` their bytes."""

    text: bytes
    literals: list[bytes] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """For people."""
        return self.text.decode("utf-8", "replace")


def read_answer(wire: Wire) -> Answer:
    """The next response, with all its literals."""
    line = wire.line()
    literals: list[bytes] = []
    while found := _LITERAL.search(line):
        size = int(found[1])
        if size > LARGEST_LITERAL:
            raise FetchFailed(Kind.PROTOCOL, host=wire.host, said=f"a literal of {size} bytes")
        literals.append(wire.exactly(size))
        line += b" " + wire.line()
    return Answer(line, literals)


def numbers(answers: Iterable[Answer]) -> list[int]:
    """The numbers of SEARCH responses, in order."""
    found: set[int] = set()
    for answer in answers:
        words = answer.text.split()
        if len(words) > 1 and words[1].upper() == b"SEARCH":
            found.update(int(word) for word in words[2:] if word.isdigit())
    return sorted(found)


def sizes(answers: Iterable[Answer]) -> dict[int, int]:
    """RFC822.SIZE by UID, from FETCH responses."""
    found = {}
    for answer in answers:
        uid, size = _UID.search(answer.text), _SIZE.search(answer.text)
        if uid and size:
            found[int(uid[1])] = int(size[1])
    return found


def body(answer: Answer) -> tuple[int, bytes] | None:
    """UID and bytes of a message (or of its header) in a FETCH response; None in every other one."""
    uid = _UID.search(answer.text)
    if uid and answer.literals and b"BODY[" in answer.text.upper():
        return int(uid[1]), answer.literals[-1]
    return None


def code(answers: Iterable[Answer], name: str) -> str:
    """The value of a response code such as [UIDVALIDITY 7]; "" if there is none."""
    wanted = re.compile(rb"\[" + name.encode() + rb" ([^\]]{1,40})\]", re.IGNORECASE)
    for answer in answers:
        if found := wanted.search(answer.text):
            return found[1].decode("ascii", "replace")
    return ""


def folder_names(answers: Iterable[Answer]) -> list[str]:
    """The folders of LIST responses, readable."""
    found = []
    for answer in answers:
        if listed := _LIST.match(answer.text):
            name = answer.literals[0] if answer.literals else _unquoted(listed[1].strip())
            found.append(readable_name(name))
    return found


def readable_name(name: bytes) -> str:
    """A folder's name from modified UTF-7 (RFC 3501 section 5.1.3); what is none stays as it is."""

    def restored(found: re.Match[str]) -> str:
        letters = found[1].replace(",", "/")
        if not letters:
            return "&"
        try:
            return base64.b64decode(letters + "=" * (-len(letters) % 4)).decode("utf-16-be")
        except (binascii.Error, UnicodeDecodeError):
            return found[0]

    return _SHIFTED.sub(restored, name.decode("utf-8", "replace"))


def wire_name(name: str) -> bytes:
    """A folder's name in modified UTF-7."""
    return re.sub(r"&|[^\x20-\x7e]+", _shifted, name).encode("ascii")


def _shifted(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    letters = base64.b64encode(found[0].encode("utf-16-be", "replace")).decode().rstrip("=")
    return f"&{letters.replace('/', ',')}-"


def _unquoted(name: bytes) -> bytes:
    if name[:1] == b'"' and name[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return name
