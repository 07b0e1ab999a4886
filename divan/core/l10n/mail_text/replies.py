"""The new text of a reply and the history that mail programs quote above or below it.

Works line by line and looks at no more than a few neighbours, so it stays linear in the size of the mail. Lines
are compared folded, which takes the marks, digits and letter variants out of the way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import overload

from ..direction import strip_controls
from ..folding import fold
from . import quote_lines
from .signatures import is_device_line, tail_start

_LONGEST_LINE = 400
_MOST_LINES = 50_000
"""Lines that are looked at; what follows is history only where they end in history."""
_MARKS = "\\s\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_QUOTE_MARKS = re.compile(r"^(?:\s{0,3}>)+ ?")
_QUOTED = re.compile(rf"[{_MARKS}]{{0,20}}>")
_BARRED = re.compile(rf"[{_MARKS}]{{0,20}}\|")
# A bar alone opens a table that somebody made into text.
_BARRED_WORDS = re.compile(rf"[{_MARKS}]{{0,20}}\|[^\w\n]{{0,20}}\w")
# Emacs writes the initials of the person who is quoted before the mark.
_INITIALS = re.compile(r"\s{0,4}([A-Za-z]{1,8})>")
# Folding every line would take most of the time; what is looked for has one of these.
_WORTH_FOLDING = re.compile(
    "[:：@]|[-–—_=]{2}|wrote|בתאריך"
    "|this line|çizgi|satır|שורה|این خط|lini[ią]|Zeile|zeile|ligne|línea|linha|riga|regel|лини|строк"
)


class _Kind(Enum):
    """What a line is. Blank lines are what the line above them is."""

    OWN = 1
    HEADER = 2
    QUOTED = 3
    FOLDED = 4


def split_reply(text: str) -> tuple[str, str]:
    """The words that are new in a plain-text mail, and what to fold away: history, signature, footers.

    Every line is in one of the two, in its order, but for blanks. What stands between or below quoted lines is
    never history: where somebody answers in between, the quoted lines that the answers are about stay with them.
    A mail in which nothing is new, such as a forwarded one, is all reply.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pairs = list(zip(lines, own_lines(lines), strict=True))
    own = "\n".join(line for line, is_own in pairs if is_own).strip()
    if not own:
        return text.strip(), ""
    return own, "\n".join(line for line, is_own in pairs if not is_own).strip()


def own_lines(lines: Sequence[str]) -> list[bool]:
    """Of each line whether it is to be shown, as `split_reply` shows it; none where nothing is new."""
    read = lines[:_MOST_LINES]
    kinds = _Reading(read).kinds
    kinds += [_kind_unread(line, kinds[-1]) for line in lines[len(read) :]]
    _fold_tails(lines, kinds)
    _fold_quotations(lines, kinds)
    return [kind is _Kind.OWN for kind in kinds]


def _kind_unread(line: str, last: _Kind) -> _Kind:
    if last is _Kind.FOLDED:
        return _Kind.FOLDED
    return _Kind.QUOTED if _QUOTED.match(line) else _Kind.OWN


class _Folded(Sequence[str]):
    """The lines folded and without quote marks, each when it is first asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if index not in self._known:
            line = strip_controls(self._lines[index][:_LONGEST_LINE])
            # A bracket alone is left of an address that was wrapped.
            self._known[index] = fold(_QUOTE_MARKS.sub("", line)) or line.strip()
        return self._known[index]


class _Reading:
    """One walk through the lines, from the top, that finds out what each of them is."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._folded = _Folded(lines)
        self._has_own = False
        self.kinds: list[_Kind] = []
        initials = _with_initials(lines)
        self._quoted = [bool(_QUOTED.match(line)) or number in initials for number, line in enumerate(lines)]
        self._headers = dict(self._find_headers())
        while (index := len(self.kinds)) < len(lines):
            self._take(index)

    def _find_headers(self) -> list[tuple[int, int]]:
        """First and last lines of the lines that say who wrote when."""
        found = []
        for last, line in enumerate(self._lines):
            if _WORTH_FOLDING.search(line, 0, _LONGEST_LINE) and quote_lines.may_end_header(
                self._folded[last]
            ):
                first = quote_lines.header_start(self._folded, last)
                found += [] if first is None else [(first, last)]
        return found

    def _take(self, index: int) -> None:
        """Decide on the line, and on those that belong to it."""
        end = self._header_end(index)
        if end is not None:
            self._take_header(index, end)
        elif self._quoted[index]:
            self.kinds.append(_Kind.QUOTED)
        elif not self._lines[index].strip():
            self.kinds.append(self.kinds[-1] if self.kinds else _Kind.OWN)
        else:
            self._has_own = self._has_own or not self._is_decoration(index)
            self.kinds.append(_Kind.OWN)

    def _header_end(self, index: int) -> int | None:
        """The line behind what stands above a quotation, if that begins here."""
        line = self._lines[index]
        if index in self._headers:
            is_inner = self._quoted[index] and bool(self.kinds) and self.kinds[-1] is _Kind.QUOTED
            return None if is_inner else self._headers[index] + 1
        if self._quoted[index] or not _WORTH_FOLDING.search(line, 0, _LONGEST_LINE):
            return None
        if quote_lines.is_boundary(self._folded, index):
            return quote_lines.block_end(self._folded, index)
        if quote_lines.may_open_quotation(self._folded[index]) and self._is_quotation(index + 1):
            return index + 1
        return None

    def _take_header(self, start: int, end: int) -> None:
        """Without quote marks below, nobody can tell where an earlier mail ends: it takes the rest."""
        if start not in self._headers and not self._has_own and not self._is_quotation(end):
            # A forwarded mail is what the writer wants to say, with all that it quotes.
            self.kinds += [_Kind.OWN] * (len(self._lines) - start)
            return
        self._fold_decoration()
        if not self._has_own or self._is_quotation(end) or self._next(end) is None:
            self.kinds += [_Kind.HEADER] * (end - start)
            self._take_barred()
        else:
            self.kinds += [_Kind.FOLDED] * (len(self._lines) - start)

    def _fold_decoration(self) -> None:
        """Rules and the line of a telephone above a header belong to it."""
        start = index = len(self.kinds)
        while index and self.kinds[index - 1] is _Kind.OWN and self._is_decoration(index - 1):
            index -= 1
            start = index if self._lines[index].strip() else start
        self.kinds[start:] = [_Kind.FOLDED] * (len(self.kinds) - start)

    def _is_decoration(self, index: int) -> bool:
        line = self._lines[index]
        return not line.strip() or quote_lines.is_rule(self._folded[index]) or is_device_line(line)

    def _take_barred(self) -> None:
        """Some programs quote with bars; elsewhere they are tables."""
        index = len(self.kinds)
        while index < len(self._lines) and not self._lines[index].strip():
            index += 1
        end = index
        while end < len(self._lines) and _BARRED.match(self._lines[end]):
            end += 1
        if end > index:
            self.kinds += [_Kind.QUOTED] * (end - len(self.kinds))

    def _is_quotation(self, start: int) -> bool:
        index = self._next(start)
        return index is not None and (self._quoted[index] or bool(_BARRED_WORDS.match(self._lines[index])))

    def _next(self, start: int) -> int | None:
        """The first line from `start` on that is not blank."""
        return next((index for index in range(start, len(self._lines)) if self._lines[index].strip()), None)


def _with_initials(lines: Sequence[str]) -> set[int]:
    """Lines quoted behind initials: at least two in a row have the same."""
    found = [(index, initials[1]) for index, line in enumerate(lines) if (initials := _INITIALS.match(line))]
    rows = [(one[0], two[0]) for one, two in pairwise(found) if two == (one[0] + 1, one[1])]
    return {index for row in rows for index in row}


def _fold_tails(lines: Sequence[str], kinds: list[_Kind]) -> None:
    """Fold signatures and footers, also those that stand below a quotation."""
    end = len(lines)
    while end:
        stop = next((index + 1 for index in range(end - 1, -1, -1) if kinds[index] is _Kind.OWN), 0)
        end = next((index + 1 for index in range(stop - 1, -1, -1) if _is_own(lines, kinds, index)), 0)
        start = end
        while start and kinds[start - 1] is _Kind.OWN:
            start -= 1
        tail = start + tail_start(lines[start:end], is_below_quotation=start > 0)
        if tail < end:
            kinds[tail:stop] = [kind if kind is not _Kind.OWN else _Kind.FOLDED for kind in kinds[tail:stop]]
        if tail > start:
            break
        end = start


def _fold_quotations(lines: Sequence[str], kinds: list[_Kind]) -> None:
    """Keep the quoted lines that somebody answered in between, or put above the answer without a header."""
    own = [index for index in range(len(lines)) if _is_own(lines, kinds, index)]
    if not own:
        return
    above = [index for index in range(own[-1]) if kinds[index] is _Kind.QUOTED]
    is_one_block = not above or above[-1] < own[0]
    if is_one_block and _Kind.HEADER in kinds:
        return
    for index in above:
        kinds[index] = _Kind.OWN


def _is_own(lines: Sequence[str], kinds: Sequence[_Kind], index: int) -> bool:
    return kinds[index] is _Kind.OWN and bool(lines[index].strip())
