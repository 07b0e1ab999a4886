"""Files inside a plain text: uuencode (POSIX) and yEnc blocks, as old programs and news readers write them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(rb"(?:\A|(?<=[\r\n]))begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_YENC = re.compile(
    rb"(?:\A|(?<=[\r\n]))=ybegin [^\r\n]{1,300}? name=([^\r\n]{1,255})\r?\n(?:=ypart [^\r\n]{1,200}\r?\n)?"
)
_YENC_END = re.compile(rb"(?:\A|(?<=[\r\n]))=yend[^\r\n]{0,200}(?:\r?\n|\Z)")
_YENC_ESCAPE = re.compile(rb"=(.)", re.DOTALL)
_YENC_SHIFT = bytes((value - 42) % 256 for value in range(256))
_MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that a text holds between `start` and `end`; the name is as it came."""

    name: bytes
    data: bytes
    start: int
    end: int


def embedded_files(text: bytes) -> list[Embedded]:
    """The files in the text, in order. Blocks that do not decode stay text."""
    found: list[Embedded] = []
    if b"begin" in text:
        found += [*_uuencoded(text), *_yenc(text)]
    return sorted(found, key=lambda file: file.start)[:_MOST_FILES]


def decode_all(body: bytes) -> bytes | None:
    """The first file of a body that is declared as uuencoded; None when it holds none."""
    return next((file.data for file in _uuencoded(body)), None)


def _uuencoded(text: bytes) -> Iterator[Embedded]:
    start = 0
    while begin := _BEGIN.search(text, start):
        data, end = _lines(text, begin.end())
        start = max(end, begin.end())
        if end > begin.end() and data:
            yield Embedded(begin[1].strip(), data, begin.start(), end)


def _lines(text: bytes, at: int) -> tuple[bytes, int]:
    """The decoded lines from `at` on and where they end, "end" included; ends at the first line that is none."""
    pieces: list[bytes] = []
    while at < len(text):
        stop = text.find(b"\n", at)
        following = len(text) if stop < 0 else stop + 1
        line = text[at:following].rstrip(b"\r\n")
        if line == b"end":
            return b"".join(pieces), following
        if line.strip() not in (b"", b"`"):
            piece = _line(line)
            if piece is None:
                return b"".join(pieces), at
            pieces.append(piece)
        at = following
    return b"".join(pieces), at


def _line(line: bytes) -> bytes | None:
    length = (line[0] - 32) & 63
    needed = (length * 8 + 5) // 6
    if len(line) > 100 or len(line) - 1 > needed + 4:
        return None
    try:
        # Blanks at the end are often lost on the way; an encoder may also have added some.
        return binascii.a2b_uu(line[: 1 + needed])
    except binascii.Error:
        return None


def _yenc(text: bytes) -> Iterator[Embedded]:
    start = 0
    while begin := _YENC.search(text, start):
        end = _YENC_END.search(text, begin.end())
        if end is None:
            return
        packed = text[begin.end() : end.start()].translate(None, b"\r\n")
        plain = _YENC_ESCAPE.sub(lambda escape: bytes([(escape[1][0] - 64) % 256]), packed)
        yield Embedded(begin[1].strip(b' "'), plain.translate(_YENC_SHIFT), begin.start(), end.end())
        start = end.end()
