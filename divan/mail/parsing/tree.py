"""The tree of a message's parts. Reading it never fails and takes time linear in the size of the message.

The standard library's parser is not used: it takes quadratic time on deep nesting, gives up where a boundary is
written in another case, and loses the bytes of a forwarded message.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from divan.mail.parsing.boundaries import likely_boundary, part_spans
from divan.mail.parsing.fields import Fields, read_fields
from divan.mail.parsing.parameters import Structured, read_structured
from divan.mail.parsing.transfer import decode, is_encoded

MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
MOST_PARTS = 500
DEEPEST = 100
# Each level is searched for its boundary: bytes, over all levels.
MOST_SEARCHED = 500_000_000

_TYPE = re.compile(r"([a-z0-9!#$&^_.+-]{1,100})/([a-z0-9!#$&^_.+*-]{1,100})")
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_EMPTY_LINES = re.compile(rb"(?:\r?\n){2,}")
_BLANK_START = re.compile(rb"[ \t]*\r?\n")


class Part:
    """One part, or the whole message, which is a part as well.

    `fields` are those of its header as they came, `kind` its type with parameters, `encoding` its
    Content-Transfer-Encoding, `body` its bytes behind the header as they came; a multipart has its `children`
    instead.
    """

    __slots__ = ("_first", "body", "children", "encoding", "fields", "kind")

    def __init__(self, fields: Fields, kind: Structured) -> None:
        self.fields = fields
        self.kind = kind
        self.body = b""
        self.children: list[Part] = []
        self._first = {name.lower(): value for name, value in reversed(fields)}
        self.encoding = self.first("Content-Transfer-Encoding")

    def first(self, name: str) -> str:
        """The first field of that name as it came, or nothing. Bytes beyond ASCII are surrogates."""
        return self._first.get(name.lower(), "")

    def walk(self) -> Iterator[Part]:
        """The part and all parts inside, in their order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


class _Reader:
    """Reads one message; counts its parts, so that all of them together stay below the limit."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._parts = self._searched = self._messages = 0

    def part(self, raw: bytes, start: int, end: int, depth: int, default: str = "text/plain") -> Part:
        self._parts += 1
        fields, body_start = read_fields(raw, start, end)
        part = Part(fields, _kind(fields, default))
        part.children = self._children(part, raw, body_start, end, depth)
        is_known = part.kind.value.startswith("multipart/") or (
            self._messages and part.kind.value in MESSAGES
        )
        if not part.children or not is_known:
            part.body = part.body or raw[body_start:end]
        return part

    def _children(self, part: Part, raw: bytes, start: int, end: int, depth: int) -> list[Part]:
        """The parts inside, if there are any."""
        kind = part.kind
        main = kind.value.partition("/")[0]
        self._searched += end - start
        if depth >= DEEPEST or self._searched > MOST_SEARCHED:
            if main in ("multipart", "message"):
                self.warnings.append("too deep")
                part.kind = Structured("application/octet-stream", {})
            return []
        if depth == 0 and not part.first("Content-Type") and likely_boundary(raw, start, end):
            part.kind, main = Structured("multipart/mixed", {}), "multipart"
        if main == "multipart":
            return self._multipart(part, raw, start, end, depth)
        if kind.value in MESSAGES:
            return [self._message(part, raw, start, end, depth)]
        if kind.value in ("message/delivery-status", "message/global-delivery-status"):
            data, _warning = decode(raw[start:end], part.encoding)
            return _status_blocks(data)
        return []

    def _message(self, part: Part, raw: bytes, start: int, end: int, depth: int) -> Part:
        """The message inside. Only the outermost one becomes a file; the bytes of the others are not kept."""
        if is_encoded(part.encoding):
            raw, _warning = decode(raw[start:end], part.encoding)
            start, end = 0, len(raw)
        self._messages += 1
        inner = self.part(raw, trimmed(raw, start), end, depth + 1)
        self._messages -= 1
        return inner

    def _multipart(self, part: Part, raw: bytes, start: int, end: int, depth: int) -> list[Part]:
        boundary = part.kind.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
        room = MOST_PARTS - self._parts
        spans = part_spans(raw, start, end, boundary, room + 1) if boundary else []
        if not spans and (guess := likely_boundary(raw, start, end)):
            spans = part_spans(raw, start, end, guess, room + 1)
            self.warnings.append("boundary guessed")
        if not spans:
            return self._encoded_multipart(part, raw[start:end], depth)
        default = "message/rfc822" if part.kind.value == "multipart/digest" else "text/plain"
        children: list[Part] = []
        for from_, to in spans:
            if self._parts >= MOST_PARTS:
                self.warnings.append("too many parts")
                break
            children.append(self.part(raw, from_, to, depth + 1, default))
        return children

    def _encoded_multipart(self, part: Part, body: bytes, depth: int) -> list[Part]:
        """RFC 2045 forbids to encode a multipart; it happens all the same."""
        data, _warning = decode(body, part.encoding)
        part.encoding, part.body = "", data
        if data != body:
            return self._multipart(part, data, 0, len(data), depth)
        self.warnings.append("no parts")
        return []


def read_tree(raw: bytes) -> tuple[Part, list[str]]:
    """The whole message as a tree of at most `MOST_PARTS` parts, and what was wrong with it."""
    raw = _as_bytes_of_lines(raw)
    reader = _Reader()
    return reader.part(raw, trimmed(raw), len(raw), 0), reader.warnings


def declared_charset(message: Part) -> str | None:
    """The first character set that a part of the message declares: a hint for raw bytes in the header."""
    charsets = (part.kind.parameters.get("charset") for part in message.walk())
    return next((charset for charset in charsets if charset), None)


def trimmed(raw: bytes, start: int = 0) -> int:
    """Where the message that follows `start` begins: behind a byte order mark and empty lines."""
    if raw.startswith(codecs.BOM_UTF8, start):
        start += len(codecs.BOM_UTF8)
    while blank := _BLANK_START.match(raw, start):
        start = blank.end()
    return start


def _as_bytes_of_lines(raw: bytes) -> bytes:
    """Messages saved as UTF-16, and those of systems that end lines with CR alone, as all others are."""
    codec = _UTF16_MARKS.get(raw[:2])
    if codec:
        raw = raw[2:].decode(codec, "replace").encode("utf-8", "replace")
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def _kind(fields: Fields, default: str) -> Structured:
    """Type and parameters. What is no type is the default, as RFC 2045 section 5.2 wants it."""
    value = next((value for name, value in fields if name.lower() == "content-type"), "")
    kind = read_structured(value)
    found = _TYPE.search(kind.value)
    if found:
        return Structured(found[0], kind.parameters)
    short = {"text": "text/plain", "html": "text/html", "text/": "text/plain"}
    return Structured(short.get(kind.value, default), kind.parameters)


def _status_blocks(data: bytes) -> list[Part]:
    """RFC 3464 section 2.1: fields for the message, then fields for each recipient."""
    blocks: list[Part] = []
    for block in _EMPTY_LINES.split(data, MOST_PARTS)[:MOST_PARTS]:
        if block.strip():
            blocks.append(Part(read_fields(block, 0, len(block))[0], Structured("text/plain", {})))
    return blocks
