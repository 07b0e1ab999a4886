"""A small part of Markdown, as HTML that cannot do any harm."""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

HEADINGS = {"h2", "h3"}
_TAGS = HEADINGS | {
    "p", "br", "b", "strong", "em", "code", "pre", "blockquote", "hr", "a",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_OPENING = re.compile(r"<(p|li|h2|h3|blockquote|td|th)>")
_TAG = re.compile(r"<[^>]+>")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def to_html(text: str) -> str:
    """`text` as sanitised HTML; every block takes the direction of its own words.

    Headings of the second level get numbered ids, for the list of contents. HTML in the text is shown, not run.
    """
    html = _cleaner().clean(_parser().render(text))
    html = _OPENING.sub(r'<\1 dir="auto">', _with_ids(html))
    return html.replace("<table>", '<div class="scroll"><table class="table">').replace(
        "</table>", "</table></div>"
    )


def _with_ids(html: str) -> str:
    parts = _HEADING.split(html)
    numbered = [
        f'<h2 id="{anchor(place // 2 + 1)}" dir="auto">{part}</h2>' if place % 2 else part
        for place, part in enumerate(parts)
    ]
    return "".join(numbered)


def anchor(number: int) -> str:
    """The id of the heading with that number, from 1."""
    return f"part-{number}"


def headings(html: str) -> list[tuple[str, str]]:
    """(id, text) of the second-level headings of something that `to_html` made; the text is escaped already."""
    found = re.findall(r'<h2 id="([\w-]+)" dir="auto">(.*?)</h2>', html, re.DOTALL)
    return [(name, _TAG.sub("", text)) for name, text in found]


def plain(html: str) -> str:
    """The words of the HTML, for the search key."""
    return " ".join(_TAG.sub(" ", html).split())
