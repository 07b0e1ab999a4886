"""Dividing HTML into what its writer added and what a mail program quoted below, between or above it.

The markup is read as lines, quoted ones with a mark before them, and judged by the rules for plain text. So both
forms of a mail are cut at the same place, whatever the mail program says about its quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from divan.core.l10n.mail_text import own_lines

# Where mail programs put what they quote.
_QUOTATIONS = (
    "blockquote[type=cite], blockquote.gmail_quote, blockquote.protonmail_quote, blockquote.tutanota_quote, "
    "blockquote[cite], .moz-cite-prefix, .gmail_attr"
)
# Containers of a quotation with the line above it; some hold an answer between quotations as well.
_CONTAINERS = (
    ".gmail_quote, .yahoo_quoted, .protonmail_quote, .zmail_extra, .freshdesk_quote, .ms-quote, "
    "#isReplyContent, .tutanota_quote"
)
# From these on everything is an earlier mail: Outlook in all its shapes, Hotmail, Zimbra, Lotus.
_BEGINNINGS = (
    "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, .OutlookMessageHeader, #zwchr, "
    ".ms-outlook-mobile-reference-message, #stopSpelling, #OLK_SRC_BODY_SECTION, #reply-intro, "
    "hr[data-marker=__DIVIDER__]"
)
_SIGNATURES = (
    ".gmail_signature, .gmail_signature_prefix, .moz-signature, #Signature, #ms-outlook-mobile-signature, "
    ".protonmail_signature_block, #AppleMailSignature"
)
# Every mark above has one of these in it, and so have the lines that Outlook draws.
_HINTS = re.compile(
    "blockquote|quot|cite|gmail|yahoo|proton|zmail|zwchr|tutanota|outlook|signature|divrply|appendonsend|"
    "reference-message|isreplycontent|stopspelling|olk_src|reply-intro|divider|border-top",
    re.IGNORECASE,
)
_BORDER_ABOVE = re.compile(r"border:\s*none;\s*border-top:\s*solid", re.IGNORECASE)
_FRAME = "-----Original Message-----"
_QUOTE_MARK = "> "
_BLOCK = re.compile(
    "address|article|blockquote|br|d[dlt]|div|footer|h[1-6]|header|hr|li|[ou]l|p|pre|section|table|tbody|t[dhr]|thead"
)
_SPACED = frozenset(["p", "table", "blockquote"])
_SKIPPED = frozenset(["head", "script", "style", "title", "template", "noscript"])


@dataclass(frozen=True, slots=True)
class Divided:
    """The markup of a mail: what its writer added, and what is to be folded away; neither is harmless yet."""

    own: str
    quoted: str


@dataclass(slots=True)
class _Line:
    """A line as it is shown, and the nodes that it is made of."""

    mark: str = ""
    is_signature: bool = False
    words: list[str] = field(default_factory=list)
    nodes: list[LexborNode] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.mark + " ".join("".join(self.words).split())

    @property
    def is_blank(self) -> bool:
        return not any(words.strip() for words in self.words)


def may_quote(markup: str) -> bool:
    """Whether the markup holds anything that a mail program marks a quotation or a signature with."""
    return _HINTS.search(markup) is not None


def without_quotes(markup: str) -> Divided:
    """The markup without earlier mails and signature, and those; `quoted` is empty where all is new.

    Ask `html_limits.is_heavy` first.
    """
    tree = LexborHTMLParser(markup)
    if tree.body is None:
        return Divided(markup, "")
    lines = list(_Lines(tree).read(tree.body))
    own = _own(lines)
    shown = {node.mem_id for line, is_own in zip(lines, own, strict=True) if is_own for node in line.nodes}
    last = max(
        (number for number, line in enumerate(lines) if own[number] and not line.is_blank), default=None
    )
    if all(own) or last is None:
        return Divided(markup, "")
    folded = [node for line in lines[:last] for node in line.nodes if node.mem_id not in shown]
    ending = _ids(lines[last].nodes)
    behind = [node for line in lines[last + 1 :] for node in line.nodes if node.mem_id not in ending]
    quoted = _Scissors(tree.body, folded, behind).cut()
    return Divided(tree.body.html or "", quoted) if quoted else Divided(markup, "")


def _own(lines: list[_Line]) -> list[bool]:
    """Of each line whether it is new. Marked signatures are left out before anything is judged."""
    own = [False] * len(lines)
    judged: list[int] = []
    is_end = True
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.is_signature and is_end:
            continue
        if not line.is_blank:
            is_end = bool(line.mark) or line.words == [_FRAME]
        judged.append(number)
    judged.reverse()
    for number, is_own in zip(judged, own_lines([lines[number].text for number in judged]), strict=True):
        own[number] = is_own
    return own


class _Lines:
    """Reads the lines of a tree."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        quotations = tree.css(_QUOTATIONS)
        around: set[int] = set()
        for node in quotations:
            _add_with_ancestors(node, around)
        self._quoted = _ids(quotations) | (_ids(tree.css(_CONTAINERS)) - around)
        self._signatures = _ids(tree.css(_SIGNATURES))
        self._begins = _ids(tree.css(_BEGINNINGS))
        borders = tree.css("div[style*=border-top]")
        self._begins |= _ids(node for node in borders if _BORDER_ABOVE.match(node.attributes["style"] or ""))

    def read(self, body: LexborNode) -> Iterator[_Line]:
        """Every line in the order of the document; a block begins one."""
        line = _Line()
        for node, quoted, signed in self._walk(body):
            mark = _QUOTE_MARK if quoted else ""
            if node.tag == "-text":
                for number, words in enumerate(_rows(node)):
                    if number or (line.mark, line.is_signature) != (mark, signed):
                        yield line
                        line = _Line(mark, signed)
                    line.words.append(words)
                    line.nodes.append(node)
            elif _BLOCK.fullmatch(node.tag or "") or node.mem_id in self._begins:
                yield line
                if node.mem_id in self._begins and not quoted:
                    yield _Line(words=[_FRAME], nodes=[node])
                elif node.tag in _SPACED:
                    yield _Line(mark, signed)
                line = _Line(mark, signed)
        yield line

    def _walk(self, body: LexborNode) -> Iterator[tuple[LexborNode, bool, bool]]:
        """The nodes in the order of the document; of each whether it is in a quotation, and in a signature."""
        waiting = [(body.child, False, False)]
        while waiting:
            node, quoted, signed = waiting.pop()
            if node is None:
                continue
            waiting.append((node.next, quoted, signed))
            if node.tag not in _SKIPPED:
                is_quoted, is_signed = (
                    quoted or node.mem_id in self._quoted,
                    signed or node.mem_id in self._signatures,
                )
                yield node, is_quoted, is_signed
                waiting.append((node.child, is_quoted, is_signed))


class _Scissors:
    """Takes nodes out of a tree, with the elements around them that hold no other words."""

    def __init__(self, body: LexborNode, folded: list[LexborNode], behind: list[LexborNode]) -> None:
        self._body = body
        self._folded = folded
        self._behind = behind
        self._staying = {body.mem_id}
        gone = _ids([*folded, *behind])
        for node in body.traverse(include_text=True):
            if node.tag == "-text" and node.mem_id not in gone and (node.text_content or "").strip():
                _add_with_ancestors(node, self._staying)

    def cut(self) -> str:
        """The markup of what was taken out, in its order."""
        roots = {root.mem_id: root for node in self._folded if (root := self._root(node)) is not None}
        roots |= {node.mem_id: node for node in self._tail()}
        markup = "".join(_apart(roots.values()))
        for node in roots.values():
            node.decompose()
        return markup

    def _root(self, node: LexborNode) -> LexborNode | None:
        """The largest element around the node without words that stay."""
        if node.mem_id in self._staying:
            return None
        while node.parent is not None and node.parent.mem_id not in self._staying:
            node = node.parent
        return node

    def _tail(self) -> Iterator[LexborNode]:
        """Everything behind the last words that stay, from the first folded words on: pictures and rules, too."""
        node = next((root for each in self._behind if (root := self._root(each)) is not None), None)
        if node is None:
            return
        yield node
        while node is not None and node.mem_id != self._body.mem_id:
            following = node.next
            while following is not None:
                yield following
                following = following.next
            node = node.parent


def _apart(nodes: Iterable[LexborNode]) -> Iterator[str]:
    """The markup of each; words that did not stand beside each other do not run into one another either."""
    before: LexborNode | None = None
    for node in nodes:
        if before is not None and (before.next is None or before.next.mem_id != node.mem_id):
            yield "<br>"
        yield node.html or ""
        before = node


def _add_with_ancestors(node: LexborNode | None, ids: set[int]) -> None:
    while node is not None and node.mem_id not in ids:
        ids.add(node.mem_id)
        node = node.parent


def _ids(nodes: Iterable[LexborNode]) -> set[int]:
    return {node.mem_id for node in nodes}


def _rows(node: LexborNode) -> list[str]:
    """The lines of a text, which are lines to the reader in preformatted elements only."""
    text = node.text_content or ""
    is_preformatted = node.parent is not None and node.parent.tag == "pre"
    return text.split("\n") if is_preformatted else [text]
