"""HTML pages as our Markdown. What Markdown cannot say is left out, so nothing harmful can come with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from divan.core.errors import Refused
from divan.knowledge.marks import anchor_of, note_of

DEEPEST = 60
_MOST_OPEN = 2_000
"""Elements that are open at once; the parser takes quadratic time for what is nested deeper."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEED_NO_END = {
    "area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "option", "p", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
_GAPS = re.compile(r"[ \t\r\n\f]+")
_MARKS = re.compile(r"([\\`*_\[\]<>])")
# Word processors end and begin paragraphs with breaks; ours are backslashes, which would be read as such there.
_BREAKS = re.compile(r"\A(?:\s*\\\n)+|(?:\\\n\s*)+\Z")
_NAME = re.compile(r"[\w-]{1,60}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_GONE = "script, style, nav, header, footer, aside, form, template, noscript, iframe, object, svg, [data-divan=parts]"
_HEADINGS = {"h1": "##", "h2": "##", "h3": "###", "h4": "###", "h5": "###", "h6": "###"}
_BLOCKS = {
    *_HEADINGS, "p", "div", "section", "article", "main", "ul", "ol", "pre", "blockquote", "table", "hr", "dl",
    "dt", "dd", "figure", "figcaption", "details", "summary", "center", "address",
}  # fmt: skip
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}


def document_of(source: str) -> tuple[dict[str, str], str]:
    """(head, Markdown) of a page: its title, language and `divan:` names, and its main part."""
    if _is_deep(source):
        raise Refused(_("This page is nested too deeply."))
    tree = LexborHTMLParser(source)
    head = {
        (meta.attributes.get("name") or "").removeprefix("divan:"): meta.attributes.get("content") or ""
        for meta in tree.css("meta[name^='divan:']")
    }
    title, root = tree.css_first("title"), tree.css_first("html")
    if title is not None and title.text(strip=True):
        head.setdefault("title", _line(title))
    if root is not None and root.attributes.get("lang"):
        head.setdefault("language", (root.attributes.get("lang") or "").split("-")[0].lower())
    return head, _markdown_of(tree, head)


def _is_deep(source: str) -> bool:
    """Whether more elements are open at once than any page needs; takes linear time."""
    opened = 0
    for tag in _TAG.finditer(source):
        if tag[2].lower() not in _NEED_NO_END:
            opened = max(0, opened - 1) if tag[1] else opened + 1
        if opened > _MOST_OPEN:
            return True
    return False


def _markdown_of(tree: LexborHTMLParser, head: dict[str, str]) -> str:
    """The main part of the page without its first heading, where that is the title of the page or of a page
    that has none.
    """
    for node in tree.css(_GONE):
        node.decompose()
    body = tree.css_first("main") or tree.css_first("article") or tree.body
    if body is None:
        return ""
    first = body.css_first("h1")
    if first is not None and (words := _line(first)) == " ".join(head.setdefault("title", words).split()):
        first.decompose()
    return "\n\n".join(_blocks(body, 0)).strip()


def _line(node: LexborNode) -> str:
    return " ".join(node.text().split())


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
    text = "\n".join(line.strip() for line in _BREAKS.sub("", "".join(words)).split("\n")).strip()
    if text:
        yield text


def _block(node: LexborNode, depth: int) -> Iterator[str]:
    tag = node.tag or ""
    if tag in _HEADINGS:
        text = " ".join("".join(_words(child, depth) for child in node.iter(include_text=True)).split())
        yield from ([f"{_HEADINGS[tag]} {text}{_name(node)}"] if text else [])
    elif tag == "pre":
        yield f"```\n{node.text().strip(chr(10)).replace('```', '` ` `')}\n```"
    elif tag == "hr":
        yield "---"
    elif tag == "blockquote":
        yield _quoted("\n\n".join(_blocks(node, depth)))
    elif (note := note_of(node.attributes.get("data-tone") or "")) and node.attributes.get("role") == "note":
        kind = node.css_first("p > strong")
        if kind is not None:  # the word before the note, which our mark stands for
            kind.decompose()
        yield _quoted(f"[!{note}] " + "\n\n".join(_blocks(node, depth)))
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(node, depth))
    elif tag == "table":
        yield from _table(node, depth)
    else:
        yield from _blocks(node, depth)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _name(heading: LexborNode) -> str:
    """The name that its author gave it on one of our own pages; other headings are named by their words."""
    name = (heading.attributes.get("id") or "").removeprefix("s-")
    by_words = anchor_of(heading.text())
    is_given = heading.attributes.get("id") == f"s-{name}" and not re.fullmatch(
        rf"{re.escape(by_words)}(-\d+)?", name
    )
    return f" {{#{name}}}" if is_given and _NAME.fullmatch(name) else ""


def _items(parent: LexborNode, depth: int) -> Iterator[str]:
    number = 0
    for item in parent.iter():
        if item.tag != "li":
            continue
        number += 1
        mark = f"{number}. " if parent.tag == "ol" else "- "
        inner = "\n\n".join(_blocks(item, depth))
        yield mark + inner.replace("\n", "\n" + " " * len(mark))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of the table, without those of tables in its cells."""
    for part in table.iter():
        yield from [part] if part.tag == "tr" else (row for row in part.iter() if row.tag == "tr")


def _table(node: LexborNode, depth: int) -> Iterator[str]:
    """Rows with as many cells as the longest one has; the first is the head."""
    rows = [
        [
            " ".join(" ".join(_blocks(cell, depth)).split()).replace("|", "\\|")
            for cell in row.iter()
            if cell.tag in ("td", "th")
        ]
        for row in _rows(node)
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    width = max(map(len, rows))
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
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
