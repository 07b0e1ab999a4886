"""A part of Markdown (CommonMark with tables and notes), as HTML that cannot do any harm."""

from __future__ import annotations

import re
from functools import cache

import nh3
from django.utils import translation
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from divan.knowledge.marks import TONES, arrange

_BLOCKS = {"p", "h2", "h3", "blockquote", "li", "td", "th"}
_TAGS = _BLOCKS | {
    "br", "b", "strong", "em", "s", "code", "pre", "hr", "a", "ul", "ol",
    "table", "thead", "tbody", "tr", "img", "div",
}  # fmt: skip
_TAG = re.compile(r"<[^>]+>")
_PICTURE = re.compile(r"/help/files/[0-9]{1,12}/")
_ANCHOR = re.compile(r"s-[\w-]{1,80}")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """Pictures of our own, anchors of our own, and of the rest only what `arrange` sets."""
    allowed = {
        "src": _PICTURE.fullmatch(value),
        "id": _ANCHOR.fullmatch(value),
        "dir": value == "auto",
        "role": value == "note",
        "data-tone": value in TONES,
        "class": (tag, value) in {("div", "callout"), ("div", "scroll"), ("table", "table")},
    }
    return value if allowed.get(attribute, True) else None


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={
            "a": {"href"},
            "img": {"src", "alt", "loading"},
            "ol": {"start"},
            "h2": {"id", "dir"},
            "h3": {"id", "dir"},
            "div": {"class", "role", "data-tone"},
            "table": {"class"},
            **{block: {"dir"} for block in ("p", "blockquote", "li", "td", "th")},
        },
        attribute_filter=_harmless,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def to_html(text: str, language: str = "en") -> str:
    """`text` as sanitised HTML; every block takes the direction of its own words.

    Headings get anchors, and pictures and files their address; the words before notes are in `language`.
    HTML in the text is shown, not run.
    """
    parser = _parser()
    with translation.override(language):
        tokens = arrange(parser.parse(text))
    html = parser.renderer.render(tokens, parser.options, {})
    html = html.replace("<table>", '<div class="scroll"><table class="table">').replace(
        "</table>", "</table></div>"
    )
    return _cleaner().clean(html)


def headings(html: str) -> list[tuple[str, str]]:
    """(anchor, text) of the second-level headings of stored HTML."""
    found = LexborHTMLParser(html).css("h2[id]")
    return [(node.attributes["id"] or "", node.text()) for node in found]


def plain(html: str) -> str:
    """The words of the HTML."""
    return " ".join(_TAG.sub(" ", html).split())
