"""Which HTML is too heavy to be parsed at all (SECURITY class 29).

The HTML libraries take quadratic time on deeply nested or never closed elements and on elements with many
attributes, so `is_heavy` looks first, in linear time.
"""

from __future__ import annotations

import re

LARGEST = 1_000_000
_MOST_OPEN = 400
_MOST_WORK = 3_000_000
_MOST_ATTRIBUTES = 200


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# As the HTML standard reads a tag: the rest of its name, then one attribute after the other.
_REST_OF_NAME = re.compile(r"[^\t\n\f\r />]*")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*[^\t\n\f\r />][^\t\n\f\r />=]*"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"[^\"]*\"|'[^']*'|[^\t\n\f\r >\"'][^\t\n\f\r >]*))?"
)
# Elements that need no closing tag do not nest by being repeated.
_UNCLOSED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
        "tbody",
        "thead",
    ]
)


def is_heavy(markup: str) -> bool:
    """Whether the markup is too large or too deeply nested to be worth parsing; takes linear time."""
    if len(markup) > LARGEST:
        return True
    opened = work = read = 0
    for tag in _TAG.finditer(markup):
        length = _attributes_length(markup, tag.end())
        # What looks like a tag may lie in the attribute of another one, and so be read many times.
        read += length or 0
        if length is None or read > 4 * LARGEST:
            return True
        if tag[2].lower() not in _UNCLOSED:
            opened = max(0, opened - 1) if tag[1] else opened + 1
        work += opened
        if opened > _MOST_OPEN or work > _MOST_WORK:
            return True
    return False


def _attributes_length(markup: str, start: int) -> int | None:
    """How many characters the attributes of a tag take, from behind its name on; None for too many attributes."""
    end = _REST_OF_NAME.match(markup, start).end()  # type: ignore[union-attr]  # matches nothing, too
    for _number in range(_MOST_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(markup, end)
        if attribute is None:
            return end - start
        end = attribute.end()
    return None
