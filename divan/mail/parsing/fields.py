"""The header block of a message or part: where it ends, and what each field holds.

RFC 5322 section 2.2, read leniently: an mbox line in front, a continuation that somebody forgot to indent and a
missing empty line behind the fields are understood as the reader of the mail would understand them.
"""

from __future__ import annotations

import re

MOST_FIELDS = 2_000
LONGEST_FIELD = 250_000
# Type, name and boundary of a part come from these; nobody needs longer ones.
LONGEST_CONTENT_VALUE = 8_000

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
# Fields by which a header block is known to go on behind a line that is none.
_WELL_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{1,40}|received|reply-to|references"
    rb"|in-reply-to|return-path|sender|delivered-to|dkim-signature|x-[a-z-]{1,40})[ \t]*:",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    rb"from|to|cc|subject|date|message-id|content-[a-z-]{1,40}|reply-to|references|in-reply-to|sender"
    rb"|return-path|auto-submitted|precedence|list-id|authentication-results",
    re.IGNORECASE,
)
_MBOX = re.compile(rb">?From ")
_LOOK_AHEAD = 5

Fields = list[tuple[str, str]]


def read_fields(raw: bytes, start: int, end: int) -> tuple[Fields, int]:
    """The fields between `start` and `end`, in order and unfolded to one line, and where the body begins.

    Bytes beyond ASCII are kept as surrogates, as the standard library does it.
    """
    found: list[tuple[bytes, list[bytes]]] = []
    at = start
    while at < end:
        stop = raw.find(b"\n", at, end)
        next_line = end if stop < 0 else stop + 1
        line = raw[at:next_line].rstrip(b"\r\n")
        if not line:
            return _decoded(found), next_line
        if line[0] in b" \t" and found:
            found[-1][1].append(line)
        elif field := _FIELD.match(line):
            found.append((field[1], [line[field.end() :]]))
        elif _MBOX.match(line) and len(found) < 2:
            pass
        elif not _goes_on(raw, next_line, end):
            return _decoded(found), at
        elif found:
            found[-1][1].append(b" " + line)
        at = next_line
    return _decoded(found), end


def _goes_on(raw: bytes, at: int, end: int) -> bool:
    """Whether one of the next lines, before any empty one, is a field that every mail has."""
    for _line in range(_LOOK_AHEAD):
        if raw[at : at + 1] in (b"\r", b"\n", b""):
            return False
        if _WELL_KNOWN.match(raw, at, end):
            return True
        stop = raw.find(b"\n", at, end)
        if stop < 0:
            return False
        at = stop + 1
    return False


def _decoded(found: list[tuple[bytes, list[bytes]]]) -> Fields:
    fields = []
    kept = found[:MOST_FIELDS]
    # Whoever floods a header does not hide from whom the message is and what is in it.
    kept += [each for each in found[MOST_FIELDS:] if _NEEDED.fullmatch(each[0])][:MOST_FIELDS]
    for name, lines in kept:
        key = name.decode("ascii")
        longest = LONGEST_CONTENT_VALUE if key[:8].lower() == "content-" else LONGEST_FIELD
        value = b"".join(lines)[:longest].strip(b" \t\r\x0b\x0c").replace(b"\r", b" ")
        fields.append((key, value.decode("ascii", "surrogateescape")))
    return fields
