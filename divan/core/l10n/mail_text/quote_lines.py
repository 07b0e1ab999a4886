"""Single lines that mail programs write above what they quote: who wrote when, rules, and blocks of fields.

All lines come folded (`fold`), which takes marks, digits and letter variants out of the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..folding import fold
from . import quote_words as words

WRAPPED_OVER = 4
"""Lines over which programs that wrap at 78 columns spread a quote header."""
MOST_HEADER_LINES = 5
_LONGEST_HEADER = 500
_BLOCK_LINES = 12
_LONGEST_MARKER = 120

_RULE = re.compile(r"[\s*]*[_\-=—–]{5,}[\s*]*")
_FRAMED = re.compile(r"[\s*>]*[-–—_=]{2,}\s*([^-–—_=].{0,120}?)\s*[-–—_=]{2,}:?[\s*]*")
_FIELD = re.compile(r"[\s*]*([^\W\d_][^:*\n]{0,24}?)\*{0,2}\s?:\*{0,2}(?:\s|$)")

_ORIGINALS = frozenset(map(fold, words.ORIGINALS))
_FORWARDED_BY = tuple(map(fold, words.FORWARDED_BY))
_FORWARD_OPENINGS = tuple(fold(opening).replace(" :", ":") for opening in words.FORWARD_OPENINGS)
_FIELDS = {fold(name): kind for kind, names in words.FIELDS.items() for name in names.split("|")}
_MARKERS = tuple((fold(verb), fold(place)) for verb, place in words.MARKERS)

_WROTE = tuple(f"{fold(verb)}:" for verb in words.WROTE)
_WROTE_WITHOUT_COLON = tuple(map(fold, words.WROTE))
_WROTE_INSIDE = re.compile("|".join(rf"(?<!\w){re.escape(fold(verb))}(?!\w)" for verb in words.WROTE))
_APPLE_TURKISH = re.compile(r"\byazdi \([\d.:/ ]{8,30}\):$")
_WRITER_LAST = tuple((f"{fold(opening)} ", fold(middle)) for opening, middle in words.WRITER_LAST)
_ROUNDCUBE_HEBREW = tuple(map(fold, words.ROUNDCUBE_HEBREW))
_OPENINGS = re.compile("|".join(map(fold, words.OPENINGS)))

_ADDRESS = re.compile(r"<[^<>]{0,100}@[^<>]{0,100}>|\[mailto:")
_ENDS_WITH_ADDRESS = re.compile(r"@[^<>@\s]{1,100}[>)\]\s]{0,4}:$")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_WORDED_DATE = re.compile(r"(?<!\d)\d{1,2}(?!\d)\D{2,30}(?<!\d)(?:1[34]|19|20)\d{2}(?!\d)")
_WORDED_DATE_AMERICAN = re.compile(r"[^\W\d_]{3,12}\.? \d{1,2}, (?:19|20)\d{2}(?!\d)")
_EASTERN_DATE = re.compile(r"(?<!\d)20\d{2} ?[年년] ?\d{1,2} ?[月월]")


def is_rule(line: str) -> bool:
    """A line that is only drawn."""
    return _RULE.fullmatch(line) is not None


def is_boundary(folded: Sequence[str], index: int) -> bool:
    """Whether everything from this line on is an earlier mail: its frame, its fields or a marker of a help desk."""
    line = folded[index]
    if _is_frame(line) or _is_marker(line) or _is_field_block(folded, index):
        return True
    # Words between dashes in any language, with the fields right below.
    below = range(index + 1, min(index + 3, len(folded)))
    return bool(_FRAMED.fullmatch(line)) and any(_is_field_block(folded, each) for each in below)


def _is_frame(line: str) -> bool:
    """-----Original Message----- in any of the languages."""
    if line.replace(" :", ":").startswith(_FORWARD_OPENINGS):
        return True
    framed = _FRAMED.fullmatch(line)
    return framed is not None and (framed[1].rstrip(":") in _ORIGINALS or framed[1].startswith(_FORWARDED_BY))


def _is_marker(line: str) -> bool:
    return len(line) <= _LONGEST_MARKER and any(verb in line and place in line for verb, place in _MARKERS)


def _is_field_block(folded: Sequence[str], index: int) -> bool:
    """A From line with, close by, a date and a recipient or subject: what Outlook quotes."""
    if _field(folded[index]) is None:
        return False
    kinds = {_field(line) for line in folded[index : index + _BLOCK_LINES]}
    return {"from", "date"} <= kinds and bool(kinds & {"to", "subject"})


def _field(line: str) -> str | None:
    found = _FIELD.match(line)
    return _FIELDS.get(found[1].strip()) if found else None


def block_end(folded: Sequence[str], index: int) -> int:
    """The line behind the frame and the fields that begin at `index`."""
    end = index + 1
    while end < min(len(folded), index + _BLOCK_LINES) and (not folded[end] or _field(folded[end])):
        end += 1
    return end


def may_end_header(line: str) -> bool:
    """Whether it is worth looking for a quote header that ends with this line."""
    return line.endswith((":", _ROUNDCUBE_HEBREW[1])) or line.rstrip("- :").endswith(_WROTE_WITHOUT_COLON)


def header_start(folded: Sequence[str], last: int) -> int | None:
    """The first line of the quote header that ends at line `last`, if one does."""
    for first in range(last, max(-1, last - WRAPPED_OVER), -1):
        joined = " ".join(folded[first : last + 1])
        if not folded[first] or len(joined) > _LONGEST_HEADER:
            return None
        if _is_header(joined):
            return _with_wrapped_start(folded, first, last)
    return None


def may_open_quotation(line: str) -> bool:
    """A header without a date or without a verb; it counts only where quoted lines follow."""
    if len(line) > _LONGEST_MARKER:
        return False
    if line.replace(" :", ":").endswith(_WROTE):
        return True
    return bool(_ADDRESS.search(line)) and (line.endswith(":") or (line.endswith(">") and _says_when(line)))


def _is_header(joined: str) -> bool:
    line = joined.strip("-—* ").replace(" :", ":")
    opening, ending = _ROUNDCUBE_HEBREW
    if joined.startswith(opening) and joined.endswith(ending):
        return _says_when(line)
    if line.endswith(_WROTE) or _APPLE_TURKISH.search(line):
        return _says_when(line) or bool(_ADDRESS.search(line))
    if line.endswith(_WROTE_WITHOUT_COLON):
        return _says_when(line) and bool(_TIME.search(line) and _ADDRESS.search(line))
    return line.endswith(":") and _says_when(line) and (_names_writer_last(line) or _is_signed(line))


def _names_writer_last(line: str) -> bool:
    return any(line.startswith(opening) and middle in line for opening, middle in _WRITER_LAST)


def _is_signed(line: str) -> bool:
    """A clock and an address on one line that ends with the address, or says "wrote", are a header in any language."""
    if not (_TIME.search(line) and "@" in line):
        return False
    return bool(_ENDS_WITH_ADDRESS.search(line) or (_ADDRESS.search(line) and _WROTE_INSIDE.search(line)))


def _says_when(line: str) -> bool:
    dates = (_NUMERIC_DATE, _WORDED_DATE, _WORDED_DATE_AMERICAN, _EASTERN_DATE)
    return any(date.search(line) for date in dates)


def _with_wrapped_start(folded: Sequence[str], first: int, last: int) -> int:
    """Take in the lines above that belong to a header wrapped before its name or its address."""
    start = first
    for above in range(first - 1, max(-1, last - MOST_HEADER_LINES), -1):
        if _OPENINGS.match(folded[start]) and _says_when(folded[start]):
            break
        line, below = folded[above], folded[above + 1]
        if not line:
            if not below.startswith("<"):
                break
        elif _may_begin_header(line) or below.startswith("<"):
            start = above
        elif not _TIME.search(line):
            break
    return start


def _may_begin_header(line: str) -> bool:
    return _says_when(line) or bool(_ADDRESS.search(line) or _OPENINGS.match(line)) or line in ("<", ">")
