"""HTML read as text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from divan.mail.parsing.html_limits import LARGEST, is_heavy

_ANY_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")
_BLOCKS = frozenset(
    ["address", "article", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)
_SPACED = frozenset(["p", "table", "blockquote"])
_WITHOUT_TEXT = frozenset(["head", "script", "style", "title", "template", "noscript"])


def to_text(markup: str) -> str:
    """The words of the markup, with a new line where a block begins."""
    if is_heavy(markup):
        return html.unescape(_ANY_TAG.sub(" ", markup[: LARGEST * 4])).strip()
    tree = LexborHTMLParser(markup)
    for node in tree.css(",".join(sorted(_WITHOUT_TEXT))):
        node.decompose()
    return _BLANK_LINES.sub("\n\n", "\n".join(_lines(tree))).strip()


def _lines(tree: LexborHTMLParser) -> Iterator[str]:
    """The text line by line: every block begins one, a paragraph after an empty one."""
    line: list[str] = []
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if node.tag == "-text":
            line.append(node.text_content or "")
        elif node.tag in _BLOCKS:
            yield " ".join("".join(line).split())
            line = []
            if node.tag in _SPACED:
                yield ""
    yield " ".join("".join(line).split())
