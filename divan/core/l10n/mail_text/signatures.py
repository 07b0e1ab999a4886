"""What stands below the words of a mail and says nothing new: signatures, lines of telephones, footers of lists.

Only what is surely that is recognised: a signature that stays is a blemish, words that vanish are a loss.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..folding import fold
from . import signature_words as words
from .quote_lines import is_rule

_DELIMITER = re.compile(r"(?:--|––?|——?)")
_EXACT = "-- "
_MOST_BELOW_DELIMITER = 15
"""Lines that may stand below dashes without the blank behind them that RFC 3676, section 4.3 asks for."""
_MOST_BELOW_RULE = 6
_LONGEST_LINE = 400
_LONGEST_DEVICE_LINE = 70
_MOST_IN_PARAGRAPH = 40
_MOST_TAILS = 20

_LINKS = re.compile(r"<[^<>\s]{0,300}>|\[[^\[\]\s]{0,300}\]|https?:\S{0,300}")
_DEVICE_LINES = re.compile("|".join(map(fold, words.DEVICE_LINES)))
# Many languages grow endings or beginnings on such words.
_PROGRAMS = re.compile(r"(?<!\w)(?:מ?ה-?)?(?:" + "|".join(map(fold, words.PROGRAMS)) + r")\w{0,4}(?!\w)")
_LIST_FOOTERS = tuple(map(fold, words.LIST_FOOTERS))
_DISCLAIMERS = tuple(map(fold, words.DISCLAIMERS))
_CLOSINGS = frozenset(map(fold, words.CLOSINGS))
_HEADINGS = frozenset(map(fold, words.DISCLAIMER_HEADINGS))
_CONTACT = re.compile(
    r"(?:\W*[^\W\d_]{1,12}\.?\W{0,3})?\+?[\d ()./–-]{9,24}"  # a telephone number, perhaps behind its kind
    r"|(?:[^\W\d_-]{1,10}: ?)?(?:https?://\S+|www\.\S+|\S+@\S+\.\S+)"
)
_LONGEST_SIGNATURE = 25


def is_device_line(line: str) -> bool:
    """Whether a line is the one that telephones and mail programs add, such as "Sent from my …"."""
    bare = fold(_LINKS.sub("", line[:_LONGEST_LINE])).strip(" *_.<>()[]")
    # A sentence with a comma was written by somebody.
    if len(bare) > _LONGEST_DEVICE_LINE or "," in bare or _DEVICE_LINES.fullmatch(bare) is None:
        return False
    return bare.startswith("sent from my ") or _PROGRAMS.search(bare) is not None


def tail_start(lines: Sequence[str], *, is_below_quotation: bool) -> int:
    """Where the signature and footers begin that end these lines of a mail; their number when there are none.

    Below a quotation a rule followed by a few lines is a footer, too.
    """
    end = _without_blanks(lines, len(lines))
    for _tail in range(_MOST_TAILS):
        is_device = end > 0 and is_device_line(lines[end - 1])
        start = end - 1 if is_device else _footer_start(lines, end)
        if start == end:
            break
        end = _without_blanks(lines, start)
    end = _delimiter(lines, end)
    while (above := _delimiter(lines, end)) < end and lines[above] == _EXACT:
        end = above
    if is_below_quotation:
        end = min(end, _ruled_off(lines, end))
    return _contact_block(lines, _without_blanks(lines, end))


def _without_blanks(lines: Sequence[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _paragraph_start(lines: Sequence[str], end: int) -> int:
    start = end
    while start and end - start < _MOST_IN_PARAGRAPH and lines[start - 1].strip():
        start -= 1
    return start


def _footer_start(lines: Sequence[str], end: int) -> int:
    """The beginning of the last paragraph if a list or a lawyer wrote it, otherwise `end`."""
    start = _paragraph_start(lines, end)
    paragraph = fold(" ".join(line[:_LONGEST_LINE] for line in lines[start:end]))
    if paragraph.strip(" *_:-") in _HEADINGS or sum(phrase in paragraph for phrase in _DISCLAIMERS) >= 2:
        return start
    ruled = next(
        (index for index in range(start, end) if is_rule(lines[index].strip()) or lines[index] == "__"), end
    )
    below = fold(" ".join(line[:_LONGEST_LINE] for line in lines[ruled:end]))
    return ruled if any(phrase in below for phrase in _LIST_FOOTERS) else end


def _delimiter(lines: Sequence[str], end: int) -> int:
    """The line of dashes above a signature, or `end`."""
    for index in range(end - 1, -1, -1):
        bare = lines[index].strip()
        if _DELIMITER.fullmatch(bare):
            below = sum(1 for line in lines[index + 1 : end] if line.strip())
            return index if lines[index] == _EXACT or below <= _MOST_BELOW_DELIMITER else end
    return end


def _ruled_off(lines: Sequence[str], end: int) -> int:
    for index in range(max(0, end - _MOST_BELOW_RULE - 1), end):
        if is_rule(lines[index].strip()):
            return index
    return end


def _contact_block(lines: Sequence[str], end: int) -> int:
    """Where the lines below name and closing words begin, if several say how to reach the writer.

    The closing words and the name stay: only with them is it sure that nobody was asked for these lines.
    """
    first = max(0, end - _LONGEST_SIGNATURE)
    for index in range(end - 2, first - 1, -1):
        if fold(lines[index][:_LONGEST_LINE]).strip(" ,.!*") in _CLOSINGS:
            named = next((below for below in range(index + 1, end) if lines[below].strip()), end)
            contacts = sum(
                1 for line in lines[named + 1 : end] if _CONTACT.fullmatch(line.strip()[:_LONGEST_LINE])
            )
            return _without_blanks(lines, named + 1) if contacts >= 2 else end
    return end
