"""HTML bodies: cut the quoted part off, make them harmless, or read them as text (SECURITY classes 1, 29).

The libraries below take quadratic time on deeply nested or never closed elements and on elements with many
attributes, so `is_heavy` looks first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import nh3
from selectolax.lexbor import LexborHTMLParser

LARGEST = 1_000_000
_MOST_OPEN = 400
_MOST_WORK = 3_000_000
_MOST_ATTRIBUTES = 200


def _names(line: str) -> frozenset[str]:
    return frozenset(line.split())


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# As the HTML standard reads a tag: the rest of its name, then one attribute after the other.
_REST_OF_NAME = re.compile(r"[^\t\n\f\r />]*")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*[^\t\n\f\r />][^\t\n\f\r />=]*"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"[^\"]*\"|'[^']*'|[^\t\n\f\r >\"'][^\t\n\f\r >]*))?"
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")
# Elements that need no closing tag do not nest by being repeated.
_UNCLOSED = _names(
    "area base br col embed hr img input link meta source track wbr p li td tr th dt dd option tbody thead"
)
_BLOCKS = _names(
    "address article blockquote body br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre "
    "section table tbody td th thead tr ul"
)
_SPACED = _names("p table blockquote")
_WITHOUT_TEXT = _names("head script style title template noscript")
# Where mail programs put what they quote.
_QUOTES = (
    ".gmail_quote, .gmail_quote_container, .gmail_extra, .yahoo_quoted, .moz-cite-prefix, "
    "blockquote[type=cite], #divRplyFwdMsg, #appendonsend, .protonmail_quote"
)
# In these everything that follows on the same level is quoted as well.
_QUOTE_AND_REST = frozenset({"divRplyFwdMsg", "appendonsend"})

_TAGS = _names(
    "a abbr b blockquote br caption code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li "
    "mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul"
)


def _only_attached(tag: str, attribute: str, value: str) -> str | None:
    """Pictures may come from the mail itself, never from a server that would see who reads it."""
    if tag == "img" and attribute == "src":
        return value if value.lower().startswith("cid:") else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_WITHOUT_TEXT - {"noscript"} - {"head"}),
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


def is_heavy(markup: str) -> bool:
    """Whether the markup is too large or too deeply nested to be worth parsing; takes linear time."""
    if len(markup) > LARGEST:
        return True
    opened = work = read = 0
    for tag in _TAG.finditer(markup):
        length = _attributes_length(markup, tag.end())
        # What looks like a tag may lie in the attribute of another one, and so be read many times.
        read += length or 0
        if length is None or read > 4 * LARGEST:
            return True
        if tag[2].lower() not in _UNCLOSED:
            opened = max(0, opened - 1) if tag[1] else opened + 1
        work += opened
        if opened > _MOST_OPEN or work > _MOST_WORK:
            return True
    return False


def _attributes_length(markup: str, start: int) -> int | None:
    """How many characters the attributes of a tag take, from behind its name on; None for too many attributes."""
    end = _REST_OF_NAME.match(markup, start).end()  # type: ignore[union-attr]  # matches nothing, too
    for _number in range(_MOST_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(markup, end)
        if attribute is None:
            return end - start
        end = attribute.end()
    return None


def clean(markup: str) -> str:
    """`markup` reduced to an allow-list of elements and attributes, without anything remote."""
    return _CLEANER.clean(markup.replace("\x00", "")).strip()


def clean_without_pictures(markup: str) -> str:
    """Clean markup for a mail of ours, which carries no files."""
    return _WITHOUT_PICTURES.clean(markup)


def without_quotes(markup: str) -> tuple[str, bool]:
    """The markup without the part that mail programs mark as quoted, and whether there was one."""
    tree = LexborHTMLParser(markup)
    found = tree.css(_QUOTES)
    if not found or tree.body is None:
        return markup, False
    for node in found:
        if node.id in _QUOTE_AND_REST:
            while (following := node.next) is not None:
                following.decompose()
        node.decompose()
    return tree.body.html or "", True


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
