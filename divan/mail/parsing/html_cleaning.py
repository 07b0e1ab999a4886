"""Making HTML bodies harmless (SECURITY class 1). Ask `html_limits.is_heavy` first."""

from __future__ import annotations

import nh3

_TAGS = frozenset(
    ["a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"]
)


def _only_attached(tag: str, attribute: str, value: str) -> str | None:
    """Pictures may come from the mail itself, never from a server that would see who reads it."""
    if tag == "img" and attribute == "src":
        return value if value.lower().startswith("cid:") else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
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
    tags=set(_TAGS - {"img"}),
    attributes={"*": {"dir", "lang"}, "a": {"href"}},
    link_rel="nofollow noopener noreferrer",
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative="deny",
)


def clean(markup: str) -> str:
    """`markup` reduced to an allow-list of elements and attributes, without anything remote."""
    return _CLEANER.clean(markup.replace("\x00", "")).strip()


def clean_without_pictures(markup: str) -> str:
    """Clean markup for a mail of ours, which carries no files."""
    return _WITHOUT_PICTURES.clean(markup)
