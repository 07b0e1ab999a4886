"""HTML pages as our Markdown. What Markdown cannot say is left out, so nothing harmful can come with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from divan.core.errors import Refused

DEEPEST = 60
_GAPS = re.compile(r"[ \t\r\n\f]+")
_MARKS = re.compile(r"([\\`*_\[\]<>])")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_GONE = "script, style, nav, header, footer, aside, form, template, noscript, iframe, object, svg"
_HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "###", "h5": "###", "h6": "###"}
_BLOCKS = {
    *_HEADINGS, "p", "div", "section", "article", "main", "ul", "ol", "pre", "blockquote", "table", "hr", "dl",
    "dt", "dd", "figure", "figcaption", "details", "summary", "center", "address",
}  # fmt: skip
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}


def document_of(source: str) -> tuple[dict[str, str], str]:
    """(head, Markdown) of a page: its title, language and `divan:` names, and its main part."""
    tree = LexborHTMLParser(source)
    head = {
        (meta.attributes.get("name") or "").removeprefix("divan:"): meta.attributes.get("content") or ""
        for meta in tree.css("meta[name^='divan:']")
    }
    title, root = tree.css_first("title"), tree.css_first("html")
    if title is not None and title.text(strip=True):
        head.setdefault("title", title.text(strip=True))
    if root is not None and root.attributes.get("lang"):
        head.setdefault("language", (root.attributes.get("lang") or "").split("-")[0].lower())
    return head, markdown_of(tree)


def markdown_of(tree: LexborHTMLParser) -> str:
    """The main part of the page; its first heading, which repeats the title, is left out."""
    for node in tree.css(_GONE):
        node.decompose()
    body = tree.css_first("main") or tree.css_first("article") or tree.body
    if body is None:
        return ""
    first = body.css_first("h1")
    if first is not None:
        first.decompose()
    return "\n\n".join(_blocks(body, 0)).strip()


def _blocks(parent: LexborNode, depth: int) -> Iterator[str]:
    """The blocks of an element; words between blocks are paragraphs."""
    if depth > DEEPEST:
        raise Refused(_("This page is nested too deeply."))
    words: list[str] = []
    for node in parent.iter(include_text=True):
        if node.tag in _BLOCKS:
            yield from _paragraph(words)
            words = []
            yield from _block(node, depth + 1)
        else:
            words.append(_words(node, depth + 1))
    yield from _paragraph(words)


def _paragraph(words: list[str]) -> Iterator[str]:
    text = "\n".join(line.strip() for line in "".join(words).split("\n")).strip()
    if text:
        yield text


def _block(node: LexborNode, depth: int) -> Iterator[str]:
    tag = node.tag or ""
    if tag in _HEADINGS:
        text = " ".join("".join(_words(child, depth) for child in node.iter(include_text=True)).split())
        yield from ([f"{_HEADINGS[tag]} {text}"] if text else [])
    elif tag == "pre":
        yield f"```\n{node.text().strip(chr(10)).replace('```', '` ` `')}\n```"
    elif tag == "hr":
        yield "---"
    elif tag == "blockquote":
        inner = "\n\n".join(_blocks(node, depth))
        yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(node, depth))
    elif tag == "table":
        yield from _table(node, depth)
    else:
        yield from _blocks(node, depth)


def _items(parent: LexborNode, depth: int) -> Iterator[str]:
    number = 0
    for item in parent.iter():
        if item.tag != "li":
            continue
        number += 1
        mark = f"{number}. " if parent.tag == "ol" else "- "
        inner = "\n\n".join(_blocks(item, depth))
        yield mark + inner.replace("\n", "\n" + " " * len(mark))


def _table(node: LexborNode, depth: int) -> Iterator[str]:
    """Rows with as many cells as the first one has; the first is the head."""
    rows = [
        [" ".join(" ".join(_blocks(cell, depth)).split()).replace("|", "\\|") for cell in row.css("td, th")]
        for row in node.css("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    width = len(rows[0])
    lines = [f"| {' | '.join((row + [''] * width)[:width])} |" for row in rows]
    yield "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


def _words(node: LexborNode, depth: int) -> str:
    """Words with their emphasis, links and pictures."""
    if depth > DEEPEST:
        raise Refused(_("This page is nested too deeply."))
    tag = node.tag
    if tag == "-text":
        return _MARKS.sub(r"\\\1", _GAPS.sub(" ", node.text_content or ""))
    if tag == "br":
        return "\\\n"
    if tag == "img":
        return f"![{_plain(node.attributes.get('alt'))}]({_target(node.attributes.get('src'))})"
    if tag == "code":
        return f"`{_GAPS.sub(' ', node.text()).replace('`', ' ')}`"
    inner = "".join(_words(child, depth + 1) for child in node.iter(include_text=True))
    if tag == "a" and inner.strip() and (target := _target(node.attributes.get("href"))):
        return f"[{inner.strip()}]({target})"
    mark = _AROUND.get(tag or "", "")
    return f"{mark}{inner.strip()}{mark}" if mark and inner.strip() else inner


def _plain(text: str | None) -> str:
    return _MARKS.sub(r"\\\1", " ".join((text or "").split()))


def _target(address: str | None) -> str:
    """An address that cannot end the link it stands in; empty for one that is neither a page nor a person."""
    kept = "".join((address or "").split())
    scheme = _SCHEME.match(kept)
    if scheme and scheme[1].lower() not in ("http", "https", "mailto", "tel"):
        return ""
    return kept.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
