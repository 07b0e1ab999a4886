"""Keyboard shortcuts as they are printed on buttons."""

from __future__ import annotations

_SIGNS = {"mod": "⌘", "enter": "↵", "escape": "esc", "shift": "⇧"}


def key_label(key: str) -> str:
    """What stands on the key cap for a `data-key`: "r" gives "R", "mod+enter" gives "⌘↵", "g i" gives "G I"."""
    return " ".join(
        "".join(_SIGNS.get(part, part.upper()) for part in step.split("+")) for step in key.split()
    )
