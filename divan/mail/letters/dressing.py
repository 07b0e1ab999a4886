"""How what our own editor makes looks in a mail: mail programs know no style sheets, so each element wears its style."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

_MONOSPACE = "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:13px;"
_EDGE = "border:1px solid #b9b2a4;"
_STYLES = {
    "table": f"border-collapse:collapse;{_EDGE}margin:0 0 12px;",
    "td": f"{_EDGE}padding:4px 8px;vertical-align:top;",
    "th": f"{_EDGE}padding:4px 8px;vertical-align:top;font-weight:700;",
    "pre": f"{_MONOSPACE}margin:0 0 12px;padding:8px 12px;{_EDGE}border-radius:6px;white-space:pre-wrap;",
    "code": _MONOSPACE,
    "blockquote": "margin:0 0 12px;padding-inline-start:12px;border-inline-start:3px solid #b9b2a4;",
}
_WORN = ", ".join(_STYLES)
# Code is read from left to right whatever stands around it.
_CODE = ("pre", "code")


def dressed(markup: str) -> str:
    """Sanitised `markup` with the looks of tables, code and quotes; words and structure stay as they are."""
    if not any(f"<{tag}" in markup for tag in _STYLES):
        return markup
    tree = LexborHTMLParser(markup)
    for node in tree.css(_WORN):
        node.attrs["style"] = _STYLES[node.tag or ""]
        if node.tag in _CODE:
            node.attrs["dir"] = "ltr"
    return tree.body.inner_html or "" if tree.body else ""
