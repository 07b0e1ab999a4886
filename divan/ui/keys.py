"""Keyboard shortcuts as they are printed on buttons: with the reader's own keys, for the reader's keyboard.

Templates name a shortcut by the key that it has for everybody ("e"). Whoever has chosen another one for it finds
that key on the page, and nothing where they have turned it off. `keys.js` does the same when a key is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SIGNS = {"enter": "↵", "escape": "esc"}
_MAC_SIGNS = {"mod": "⌘", "shift": "⇧"}
_OTHER_SIGNS = {"mod": "Ctrl", "shift": "Shift"}


@dataclass(frozen=True, slots=True)
class Keyboard:
    """`own` maps the usual key of a shortcut to the person's, which is empty if they have turned it off."""

    own: Mapping[str, str] = field(default_factory=dict)
    is_mac: bool = False


_keyboard: ContextVar[Keyboard | None] = ContextVar("keyboard", default=None)
_PLAIN = Keyboard()


@contextmanager
def keyboard(own: Mapping[str, str] | None, user_agent: str) -> Iterator[None]:
    """Inside the block pages are for a person with these keys, in a browser that calls itself `user_agent`."""
    is_mac = any(name in user_agent for name in ("Macintosh", "iPhone", "iPad"))
    token = _keyboard.set(Keyboard(own or {}, is_mac))
    try:
        yield
    finally:
        _keyboard.reset(token)


def own_key(key: str) -> str:
    """The reader's key for the shortcut that is usually `key`; empty if they have turned it off."""
    return (_keyboard.get() or _PLAIN).own.get(key, key)


def key_label(key: str) -> str:
    """What stands on the key cap for a `data-key`: "r" gives "R", "g i" gives "G I", and "mod+enter" "Ctrl ↵",
    or "⌘↵" on a Mac.
    """
    is_mac = (_keyboard.get() or _PLAIN).is_mac
    signs = _SIGNS | (_MAC_SIGNS if is_mac else _OTHER_SIGNS)
    between = "" if is_mac else " "
    return " ".join(
        between.join(signs.get(part, part.upper()) for part in step.split("+"))
        for step in own_key(key).split()
    )


def kbd(key: str) -> SafeString:
    """The key cap of a shortcut; nothing for a shortcut that is turned off."""
    label = key_label(key)
    return format_html("<kbd>{}</kbd>", label) if label else mark_safe("")
