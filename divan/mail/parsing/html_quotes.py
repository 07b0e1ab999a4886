"""Cutting off what mail programs mark as quoted in HTML."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

# Where mail programs put what they quote.
_QUOTES = (
    ".gmail_quote, .gmail_quote_container, .gmail_extra, .yahoo_quoted, .moz-cite-prefix, "
    "blockquote[type=cite], #divRplyFwdMsg, #appendonsend, .protonmail_quote"
)
# In these everything that follows on the same level is quoted as well.
_QUOTE_AND_REST = frozenset({"divRplyFwdMsg", "appendonsend"})


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
