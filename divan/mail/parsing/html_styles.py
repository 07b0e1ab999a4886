"""Which declarations of a `style` attribute may stay.

Only a mail's own frame ever shows them, and its policy lets nothing be fetched. Here they lose whatever could
ask for something (`url()`), lie over other things (`position`), or hide what it says behind escapes.
"""

from __future__ import annotations

import re

LONGEST = 4_000
_MOST = 60

_SIDES = ("top", "right", "bottom", "left")  # physical: names of properties that mails use
_SIZES = ("width", "height", "min-width", "max-width", "min-height", "max-height")
_BORDER = ("border", *(f"border-{side}" for side in _SIDES))
_PROPERTIES = frozenset(
    (
        *("color", "background", "background-color", "opacity", "visibility", "display", "overflow"),
        *("font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "line-height"),
        *("text-align", "text-decoration", "text-indent", "text-transform", "white-space", "word-spacing"),
        *("letter-spacing", "word-break", "word-wrap", "overflow-wrap", "vertical-align", "direction"),
        *("float", "clear", "box-sizing", "table-layout", "list-style", "list-style-type"),
        *("border-collapse", "border-spacing", "border-radius", "border-color", "border-style"),
        "border-width",
        *_SIZES,
        *_BORDER,
        *(f"{border}-{what}" for border in _BORDER for what in ("color", "style", "width")),
        *(f"{space}-{side}" for space in ("margin", "padding") for side in _SIDES),
        *("margin", "padding"),
    )
)
# Words, numbers, names of fonts and colours. Neither escapes nor comments nor any function but a colour.
_VALUE = re.compile(
    r"(?:(?:rgb|hsl)a?\([\d\s.,%/]{1,60}\)|[a-z0-9 .,#%+/-]|\"[a-z0-9 _.-]{1,60}\"|'[a-z0-9 _.-]{1,60}')"
    r"{1,200}(?: ?! ?important)?",
    re.ASCII | re.IGNORECASE,
)


def clean_style(style: str) -> str:
    """The harmless declarations of a `style` attribute, in their order; "" if there are none."""
    if len(style) > LONGEST:
        return ""
    kept = filter(None, map(_declaration, style.split(";")[:_MOST]))
    return ";".join(kept)


def _declaration(source: str) -> str:
    name, _colon, value = source.partition(":")
    name, value = name.strip().lower(), " ".join(value.split())
    return f"{name}:{value}" if name in _PROPERTIES and _VALUE.fullmatch(value) else ""
