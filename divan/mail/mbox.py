"""Mailbox files: many messages in one file, each after a line that begins with "From " (RFC 4155).

A "From " line counts only after a blank line and where it has a time and a year, because not every program
marks those of a text. The work grows with the file and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from mmap import mmap

# So much of a line is looked at.
_LONGEST_SEPARATOR = 300
_TIME, _YEAR = re.compile(rb"\d:\d\d"), re.compile(rb"\b\d{4}\b")
_MARKED = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mbox(content: bytes | mmap) -> bool:
    """Whether a file holds messages after "From " lines."""
    return _is_separator(content, 0)


def places(content: bytes | mmap) -> list[slice]:
    """Where the messages of a mailbox file lie, without the blank line before the next one, which is nobody's."""
    separators = list(_separators(content))
    ends = [end for end, _begin in separators[1:]] + [_without_blank_line(content, len(content))]
    return [slice(begin, max(begin, end)) for (_end, begin), end in zip(separators, ends, strict=True)]


def message_at(content: bytes | mmap, place: slice) -> bytes:
    """One message as it was before it was put there: ">From " is "From " again (mboxrd)."""
    return _MARKED.sub(rb"\1", content[place])


def _separators(content: bytes | mmap) -> Iterator[tuple[int, int]]:
    """For each separator the end of the message before it, and the beginning of the one after it."""
    at = 0
    while at >= 0:
        end = _without_blank_line(content, at)
        if (at == 0 or end < at) and _is_separator(content, at):
            yield end, content.find(b"\n", at) + 1 or len(content)
        newline = content.find(b"\nFrom ", at)
        at = newline + 1 if newline >= 0 else -1


def _is_separator(content: bytes | mmap, at: int) -> bool:
    """Whether a line is "From ", a sender (or nothing), and a moment: a time of day and, after it, a year."""
    line = content[at : at + _LONGEST_SEPARATOR].partition(b"\n")[0]
    time = _TIME.search(line) if line.startswith(b"From ") else None
    return time is not None and _YEAR.search(line, time.end()) is not None


def _without_blank_line(content: bytes | mmap, end: int) -> int:
    """Where the blank line before `end` begins; `end` if there is none."""
    before = content[max(0, end - 4) : end]
    for blank, line in ((b"\n\r\n", 2), (b"\n\n", 1)):
        if before.endswith(blank):
            return end - line
    return end
