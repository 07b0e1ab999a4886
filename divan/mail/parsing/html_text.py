"""HTML read as text: what a person would read aloud, line by line."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from divan.mail.parsing.html_limits import LARGEST, is_heavy

_ANY_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_SPACED = frozenset({"p", "table", "blockquote", "h1", "h2", "h3", "ul", "ol", "pre"})
# Without the words in them, and without those that a newsletter hides in front for the list of messages.
_WITHOUT_TEXT = "head, script, style, title, template, noscript, [hidden], [style*='display:none' i], [style*='display: none' i]"
_LONGEST_ADDRESS = 500


def to_text(markup: str) -> str:
    """The words of the markup, with a new line where a block begins.

    Lists have marks, links the address behind their words where it says more than they do. Markup that is too
    heavy to be parsed loses its tags only.
    """
    if is_heavy(markup):
        return html.unescape(_ANY_TAG.sub(" ", markup[: LARGEST * 4])).strip()
    tree = LexborHTMLParser(markup)
    for node in tree.css(_WITHOUT_TEXT):
        node.decompose()
    writer = _Writer()
    writer.write(tree.root)
    text = writer.text()
    if not text and tree.root is not None:
        # A mail that is a picture says what the picture's description says.
        text = " ".join(filter(None, (node.attributes.get("alt") for node in tree.css("img[alt]"))))
    return text


class _Writer:
    """Writes down a tree in the order of the document."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._preformatted = 0
        self._numbers: list[int] = []

    def write(self, root: LexborNode | None) -> None:
        """Walk below `root`; every node is entered and left once."""
        node = root
        while node is not None:
            self._enter(node)
            if node.child is not None:
                node = node.child
                continue
            while node is not None:
                self._leave(node)
                if root is None or node.mem_id == root.mem_id:
                    return
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent

    def text(self) -> str:
        """What has been written, without blank lines in a row."""
        self._break()
        return _BLANK_LINES.sub("\n\n", "\n".join(self._lines)).strip()

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "-text":
            self._say(node.text_content or "")
        elif tag in _CELLS:
            self._line.append(" ")
        elif tag == "br":
            self._break(is_kept=True)
        elif tag in _BLOCKS:
            self._break(is_spaced=tag in _SPACED)
            if tag == "pre":
                self._preformatted += 1
            elif tag in ("ol", "ul"):
                self._numbers.append(0 if tag == "ol" else -1)
            elif tag == "li":
                self._line.append(self._mark())

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "a":
            self._say_address(node)
        elif tag in _BLOCKS:
            self._break(is_spaced=tag in _SPACED)
            if tag == "pre":
                self._preformatted -= 1
            elif tag in ("ol", "ul"):
                self._numbers.pop()

    def _say(self, words: str) -> None:
        if not self._preformatted:
            self._line.append(words)
            return
        first, *others = words.split("\n")
        self._line.append(first)
        for line in others:
            self._break(is_kept=True)
            self._line.append(line)

    def _say_address(self, node: LexborNode) -> None:
        address = (node.attributes.get("href") or "").strip()
        if not address.startswith(("http://", "https://")) or len(address) > _LONGEST_ADDRESS:
            return
        words = (node.text(deep=True) or "").strip()
        bare = address.split("://", 1)[1].removeprefix("www.").rstrip("/")
        if words and bare not in words:
            self._line.append(f" <{address}>")

    def _mark(self) -> str:
        if not self._numbers or self._numbers[-1] < 0:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}. "

    def _break(self, *, is_spaced: bool = False, is_kept: bool = False) -> None:
        """End the line; an empty one stays where the writer made it, and one follows what is set apart."""
        line = "".join(self._line)
        self._line = []
        line = line.rstrip() if self._preformatted else _BLANKS.sub(" ", line).strip()
        if line or is_kept:
            self._lines.append(line)
        if is_spaced and self._lines and self._lines[-1]:
            self._lines.append("")
