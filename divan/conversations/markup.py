"""Markup that people write in our own editor: reduced to what the editor can make, and read as text.

The text of a message is always made here from its markup, so that the two can never say different things.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from divan.core.errors import Refused

LARGEST = 200_000
# The cleaner takes quadratic time on what is nested deeper than anybody writes.
DEEPEST = 20

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# These end by themselves where the next one begins.
_SELF_CLOSING = frozenset({"p", "br", "li", "img"})
_PLAIN = frozenset({"p", "br"})
_BLOCKS = frozenset({"p", "h3", "pre", "blockquote", "ul", "ol", "table"})
_CELLS = frozenset({"td", "th"})
_PICTURE = re.compile(r"cid:[A-Za-z0-9.@_-]{1,200}", re.IGNORECASE)
_ID = re.compile(r"[1-9][0-9]{0,17}")
_DIRECTIONS = frozenset({"auto", "ltr", "rtl"})


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """Directions that exist, and pictures that were uploaded with the message: nothing is fetched from outside."""
    if attribute == "dir":
        return value if value in _DIRECTIONS else None
    is_picture = _PICTURE.fullmatch(value) is not None
    if tag == "img" and attribute == "src":
        return value if is_picture else None
    if tag == "span":
        return value if _ID.fullmatch(value) else None
    return value if attribute != "href" or not is_picture else None


def _cleaner(*more: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={
            *_BLOCKS,
            *_CELLS,
            "thead",
            "tbody",
            "tr",
            "br",
            "strong",
            "em",
            "s",
            "u",
            "code",
            "li",
            "a",
            "img",
            *more,
        },
        attributes={
            "a": {"href"},
            "img": {"src", "alt"},
            **{block: {"dir"} for block in _BLOCKS},
            "ol": {"dir", "start"},
            "span": {"data-person", "data-group", "data-show"},
        },
        attribute_filter=_harmless,
        link_rel="nofollow noopener noreferrer",
        url_schemes={"http", "https", "mailto", "cid"},
        url_relative="deny",
    )


_CLEANER, _CLEANER_WITH_MENTIONS = _cleaner(), _cleaner("span")


@dataclass(frozen=True, slots=True)
class Written:
    """A message from the editor. `html` is empty where the text says it all."""

    text: str
    html: str = ""


def written(source: str, *, mentions: bool = False) -> Written:
    """What the editor sent, harmless. Raises Refused for what no editor sends: too long or too deep.

    With `mentions` those of colleagues stay what they are (`mentions.py`), elsewhere they are only words.
    """
    if len(source) > LARGEST or _is_deep(source):
        raise Refused(_("This message is too long. Please attach it as a file."), field="body")
    cleaner = _CLEANER_WITH_MENTIONS if mentions else _CLEANER
    tree = LexborHTMLParser(cleaner.clean(source.replace("\x00", "")))
    for span in tree.css("span"):
        _keep_strictly(span)
    for picture in tree.css("img:not([src])"):
        picture.decompose()
    if tree.body is None or _is_blank(tree.body):
        return Written("")
    text = _blocks(tree.body, "\n\n").strip()
    if all(node.tag in _PLAIN for node in tree.body.css("body *")):
        return Written(text)
    while (last := tree.body.last_child) is not None and last.tag == "p" and _is_blank(last):
        last.decompose()
    for block in tree.body.iter():
        if block.tag in _BLOCKS and not block.attributes.get("dir"):
            block.attrs["dir"] = "auto"
    return Written(text, (tree.body.inner_html or "").strip())


def _keep_strictly(span: LexborNode) -> None:
    """A mention names exactly one person or group and holds nothing but "@" and words; any other is unwrapped."""
    named = [name for name in ("data-person", "data-group") if span.attributes.get(name)]
    is_plain = all(child.tag == "-text" for child in span.iter(include_text=True))
    if len(named) != 1 or not is_plain or not span.text().startswith("@"):
        span.unwrap()


def _is_blank(node: LexborNode) -> bool:
    return not node.text(strip=True) and node.css_first("img") is None


def _is_deep(source: str) -> bool:
    """Whether more elements are open at once than anybody needs; counted for each name, in linear time."""
    opened: Counter[str] = Counter()
    for tag in _TAG.finditer(source):
        name = tag[2].lower()
        if name not in _SELF_CLOSING:
            opened[name] = max(0, opened[name] + (-1 if tag[1] else 1))
            if opened[name] > DEEPEST:
                return True
    return False


def _blocks(parent: LexborNode, between: str) -> str:
    """The text of an element that holds blocks or words."""
    parts: list[str] = []
    words: list[str] = []
    for node in parent.iter(include_text=True):
        if node.tag in _BLOCKS:
            parts += ["".join(words).strip(), _block(node)]
            words = []
        else:
            words.append(_words(node))
    parts.append("".join(words).strip())
    return between.join(part for part in parts if part)


def _block(node: LexborNode) -> str:
    match node.tag:
        case "ul" | "ol":
            return "\n".join(_items(node))
        case "blockquote":
            return "\n".join(f"> {line}".rstrip() for line in _blocks(node, "\n\n").split("\n"))
        case "pre":
            return node.text().strip("\n")
        case "table":
            return "\n".join(_rows(node))
        case _:
            return _blocks(node, "\n")


def _rows(table: LexborNode) -> Iterator[str]:
    """The rows of a table, with strokes between the cells; one without any words is left out."""
    for row in table.css("tr"):
        cells = [" ".join(_blocks(cell, " ").split()) for cell in row.iter() if cell.tag in _CELLS]
        if any(cells):
            yield " | ".join(cells)


def _items(parent: LexborNode) -> Iterator[str]:
    """The entries of a list, each behind its mark, with what belongs to it indented."""
    start = parent.attributes.get("start") or ""
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    for item in parent.iter():
        mark = f"{number}. " if parent.tag == "ol" else "• "
        number += 1
        yield mark + _blocks(item, "\n").replace("\n", "\n" + " " * len(mark))


def _words(node: LexborNode) -> str:
    if node.tag == "-text":
        return node.text_content or ""
    if node.tag == "br":
        return "\n"
    if node.tag == "img":
        return node.attributes.get("alt") or ""
    inner = "".join(_words(child) for child in node.iter(include_text=True))
    href = (node.attributes.get("href") or "") if node.tag == "a" else ""
    address = href.removeprefix("mailto:")
    return f"{inner} ({address})" if address and address not in inner else inner
