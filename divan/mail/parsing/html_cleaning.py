"""Making HTML bodies harmless (SECURITY class 1). Ask `html_limits.is_heavy` first."""

from __future__ import annotations

import re
from itertools import count

import nh3

_NAMES = """
    a abbr b blockquote br caption code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins
    kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul
"""
TAGS = frozenset(_NAMES.split())
MOST_LINKS = 2_000
MOST_ELEMENTS = 40_000

# As the cleaner writes a link.
_LINK = re.compile(r"<a (?:[a-z]+=\"[^\"]*\" ?)*>")


def _only_attached(tag: str, attribute: str, value: str) -> str | None:
    """Pictures may come from the mail itself, never from a server that would see who reads it."""
    if tag == "img" and attribute == "src":
        return value if value.lower().startswith("cid:") else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style", "title", "template"},
    attributes={
        "*": {"dir", "lang"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "ol": {"start"},
    },
    attribute_filter=_only_attached,
    link_rel="nofollow noopener noreferrer",
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="deny",
)


_WITHOUT_PICTURES = nh3.Cleaner(
    tags=set(TAGS - {"img"}),
    attributes={"*": {"dir", "lang"}, "a": {"href"}},
    link_rel="nofollow noopener noreferrer",
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",
)


def clean(markup: str) -> str:
    """`markup` reduced to an allow-list of elements and attributes, without anything remote."""
    return bounded(_CLEANER, markup)


def clean_without_pictures(markup: str) -> str:
    """Clean markup for a mail of ours, which carries no files."""
    return _WITHOUT_PICTURES.clean(markup)


def bounded(cleaner: nh3.Cleaner, markup: str) -> str:
    """What `cleaner` leaves of the markup, so that no browser labours at it: nothing of too many elements,
    and only the first links stay links."""
    if has_too_many(markup):
        return ""
    cleaned = cleaner.clean(markup.replace("\x00", "")).strip()
    if has_too_many(cleaned):
        return ""
    if cleaned.count("<a ") <= MOST_LINKS:
        return cleaned
    number = count(1)
    return _LINK.sub(lambda link: link[0] if next(number) <= MOST_LINKS else "<a>", cleaned)


def has_too_many(markup: str) -> bool:
    """Whether there are more elements than a browser should be given."""
    return markup.count("<") > 2 * MOST_ELEMENTS
