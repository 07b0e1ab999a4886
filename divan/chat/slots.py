"""What the console lends to the desk: its place in the side navigation, commands, and keys."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from divan.ui.shortcuts import Shortcut, sources
from divan.ui.slots import from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("desk.nav", from_template("chat/desk/slots/nav.html"), order=20)
    slots.add("desk.commands", from_template("chat/desk/slots/commands.html"), order=20)
    sources.add("chat", _shortcuts)


def _shortcuts() -> Iterator[Shortcut]:
    """A takes the next chat and W whispers: the keys that assign and wait on a ticket, and change with them."""
    yield Shortcut("g c", pgettext_lazy("pages", "Chats"), "go")
