"""Where the parts of a multipart body begin and end (RFC 2046 section 5.1), also where its boundary is wrong."""

from __future__ import annotations

import re

_REST_OF_DELIMITER = re.compile(rb"(--)?[ \t]{0,200}(?:\r*\n|\r|\Z)")
# A line that only a boundary explains: two dashes and a word, and a field of a part right behind it.
_LIKELY = re.compile(
    rb"(?:\A|\n)--([^\s-][^\r\n]{0,199}|-[^\r\n]{1,199})\r*\n(?=Content-[A-Za-z-]{1,40}[ \t]*:)",
    re.IGNORECASE,
)
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_NAMED = re.compile(rb"[\s;](?:file)?name[*0-9]{0,4}\s?=", re.IGNORECASE)
_LONGEST_HEAD = 2_000

Span = tuple[int, int]


def part_spans(raw: bytes, start: int, end: int, boundary: bytes, most: int) -> list[Span]:
    """Start and end of each part of the body between `start` and `end`, at most `most` of them.

    A last part that nobody closed ends with the body. What lies before the first part and behind the end is
    left out, but files that follow the end are not lost: programs give a multipart inside the same boundary, so
    that its end looks like that of the whole. Nothing is found where the body does not hold the boundary.
    """
    spans: list[Span] = []
    opened, is_over = -1, False
    needle = b"--" + boundary
    at = raw.find(needle, start, end)
    while at >= 0 and len(spans) < most:
        behind = at + len(needle)
        rest = _REST_OF_DELIMITER.match(raw, behind, end) if _begins_line(raw, start, at) else None
        if rest:
            if opened >= 0:
                spans.append((opened, _without_line_end(raw, opened, at)))
            is_over = is_over or bool(rest[1])
            opens = not rest[1] and (not is_over or _is_named_file(raw, rest.end(), end))
            opened = rest.end() if opens else -1
            behind = rest.end()
        at = raw.find(needle, behind, end)
    if opened >= 0 and len(spans) < most:
        spans.append((opened, end))
    return spans


def likely_boundary(raw: bytes, start: int, end: int) -> bytes:
    """The boundary that the body seems to use, or nothing."""
    found = _LIKELY.search(raw, max(start - 1, 0), end)
    return found[1].rstrip(b" \t") if found else b""


def _is_named_file(raw: bytes, start: int, end: int) -> bool:
    """Whether the part that begins at `start` says a name in its header."""
    head = _EMPTY_LINE.split(raw[start : min(end, start + _LONGEST_HEAD)], maxsplit=1)[0]
    return _NAMED.search(head) is not None


def _begins_line(raw: bytes, start: int, at: int) -> bool:
    return at == start or raw[at - 1 : at] in (b"\n", b"\r")


def _without_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 10:
        end -= 1
    if end > start and raw[end - 1] == 13:
        end -= 1
    return end
