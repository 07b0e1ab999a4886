"""A mail as its author laid it out, but harmless: for a frame of its own (SECURITY class 1).

The page itself shows the calm form of `html_cleaning`. This one keeps tables, colours and sizes, and pictures
from elsewhere, which the frame leaves out until its reader asks for them. What may stay is the same kind of
allow-list; `style` is read declaration by declaration.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from divan.mail.parsing.html_cleaning import TAGS, bounded, has_too_many
from divan.mail.parsing.html_limits import is_heavy
from divan.mail.parsing.html_styles import clean_style

_LONGEST_ADDRESS = 4_000
_NUMBER = re.compile(r"\d{1,5}(?:px|%)?", re.ASCII)
_COLOUR = re.compile(r"#?[a-z0-9]{1,20}", re.ASCII | re.IGNORECASE)
_WORD = re.compile(r"[a-z-]{1,20}", re.ASCII | re.IGNORECASE)
_FACE = re.compile(r"[\w ,.'-]{1,200}")
_PICTURE = re.compile(r"(?:https?://|cid:)\S+", re.IGNORECASE)
# Its own element is not part of a fragment; without it a mail on a dark ground could not be read.
_BODY = re.compile(r"<(/?)body(?=[\s>/])", re.IGNORECASE)
_REMOTE = re.compile(r'<img(?: [a-z]+="[^"]*")*? src="https?:', re.IGNORECASE)
# Grey, black and "as the reader likes it" say nothing that the calm form does not.
_PLAIN_COLOUR = r"(?:black|windowtext|inherit|initial|auto|#([0-9a-f]{1,2})\1\1\b|rgb\((\d+), ?\2, ?\2\))"
_TELLING = re.compile(
    r"<(?:table|center)\b"
    r'|<[a-z0-9]+ [^<>]*?(?:bgcolor="|background(?:-color)?:(?!transparent|none|white|#fff)'
    rf"|(?<![a-z-])color(?::|=\")(?!{_PLAIN_COLOUR}))",
    re.IGNORECASE,
)


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


_number, _colour, _word = _matching(_NUMBER), _matching(_COLOUR), _matching(_WORD)
_ATTRIBUTES: dict[str, Callable[[str], str | None]] = {
    "style": lambda value: clean_style(value) or None,
    "src": lambda value: value if len(value) < _LONGEST_ADDRESS and _PICTURE.fullmatch(value) else None,
    "bgcolor": _colour,
    "color": _colour,
    "face": _matching(_FACE),
    **dict.fromkeys(("align", "valign", "dir", "type"), _word),
    **dict.fromkeys(("width", "height", "border", "cellpadding", "cellspacing", "hspace", "vspace"), _number),
    **dict.fromkeys(("colspan", "rowspan", "span", "start", "size"), _number),
}


def _filtered(_tag: str, attribute: str, value: str) -> str | None:
    check = _ATTRIBUTES.get(attribute)
    return check(value.strip()) if check else value


_CELL = {"align", "valign", "bgcolor", "width", "height", "colspan", "rowspan"}
_CLEANER = nh3.Cleaner(
    tags={*TAGS, "center", "font", "big", "strike", "tt", "address", "figure", "figcaption", "section"},
    clean_content_tags={"script", "style", "title", "template"},
    attributes={
        "*": {"dir", "lang", "style", "align"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height", "border", "hspace", "vspace"},
        "table": {"width", "height", "bgcolor", "border", "cellpadding", "cellspacing"},
        "tr": {"valign", "bgcolor", "height"},
        "td": _CELL,
        "th": _CELL,
        "col": {"width", "span"},
        "colgroup": {"width", "span"},
        "font": {"color", "face", "size"},
        "hr": {"width", "size", "color"},
        "ol": {"start", "type"},
        "ul": {"type"},
    },
    attribute_filter=_filtered,
    link_rel="nofollow noopener noreferrer",
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="deny",
)


def clean_layout(markup: str) -> str:
    """The whole body as it was laid out; empty for what is too heavy to be read. Takes linear time."""
    if has_too_many(markup) or is_heavy(markup):
        return ""
    return bounded(_CLEANER, _BODY.sub(r"<\1div", markup))


def is_worth_showing(cleaned: str) -> bool:
    """Whether the layout says more than the calm form does: tables, colours, pictures from elsewhere."""
    return _TELLING.search(cleaned) is not None or _REMOTE.search(cleaned) is not None


def remote_pictures(cleaned: str) -> int:
    """How many pictures would be fetched from other servers."""
    return len(_REMOTE.findall(cleaned))
