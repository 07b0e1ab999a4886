"""Icons: one sprite file, referred to by name, so that a page of fifty rows repeats only short references."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = "ui/icons.svg"
SPRITE_FILE = Path(__file__).parent / "static" / SPRITE

# Shape carries the meaning of a status or priority; these tones repeat it.
TONES = {
    "st-new": "info",
    "st-open": "brand",
    "st-pending": "wait",
    "st-solved": "good",
    "pr-high": "wait",
    "pr-urgent": "danger",
}


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """Every name that `icon` accepts, read from the sprite."""
    return frozenset(re.findall(r'<symbol id="i-([a-z0-9-]+)"', SPRITE_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=2048)
def icon(
    name: str,
    flip: bool = False,
    small: bool = False,
    label: str | None = None,
    tone: str | None = None,
    css: str = "",
) -> SafeString:
    """An inline `<svg>` that shows the symbol `name` of the sprite.

    `flip` mirrors it in right-to-left pages (back, reply, send, undo); `label` names an icon that stands
    without words, all others are decoration. Names that begin with "st-" or "pr-" are marks of status and
    priority and bring their own tone. Raises ValueError for a name that the sprite does not have.
    """
    if name not in icon_names():
        raise ValueError(f"the sprite has no icon {name!r}")
    is_mark_of_state = name.startswith(("st-", "pr-"))
    classes = ["icon", *(["status"] if is_mark_of_state else []), *(["mark"] if name == "mark" else [])]
    classes += [word for word, wanted in (("flip", flip), ("small", small), (css, css)) if wanted]
    tone = TONES.get(name) if tone is None else tone
    return format_html(
        '<svg class="{}"{}{}><use href="{}#i-{}"/></svg>',
        " ".join(classes),
        format_html(' data-tone="{}"', tone) if tone else "",
        format_html(' role="img" aria-label="{}"', label) if label else mark_safe(' aria-hidden="true"'),
        static(SPRITE),
        name,
    )
