"""The shortcuts of the desk that a person may change: those of lists and tickets, and of every deed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.tickets.deeds import deeds
from divan.ui.shortcuts import Shortcut, sources

_OURS: tuple[tuple[str, str | Promise, str], ...] = (
    ("j", pgettext_lazy("shortcut", "Next in the list"), "list"),
    ("k", pgettext_lazy("shortcut", "Previous in the list"), "list"),
    ("x", pgettext_lazy("shortcut", "Select"), "list"),
    ("shift+x", _("Select up to here"), "list"),
    ("*", _("Select all that are shown"), "list"),
    ("b", _("Change the selected tickets"), "list"),
    ("a", _("Assignee"), "ticket"),
    ("w", _("Wait for the customer"), "ticket"),
    ("e", pgettext_lazy("button", "Solve"), "ticket"),
    ("shift+e", _("Solve with a reason…"), "ticket"),
    (".", _("More actions"), "ticket"),
    ("t", _("Follow"), "ticket"),
    ("i", _("Requester and ticket"), "ticket"),
    ("u", _("Back to the list"), "ticket"),
    ("r", pgettext_lazy("button", "Reply"), "composer"),
    ("n", pgettext_lazy("button", "Note"), "composer"),
    ("v", pgettext_lazy("button", "Forward"), "composer"),
    ("g i", _("Inbox"), "go"),
    ("g u", _("Unassigned"), "go"),
    ("g v", _("To review"), "go"),
    ("g n", _("New mail"), "go"),
    ("c", _("New ticket"), "everywhere"),
    ("/", _("Search tickets"), "everywhere"),
    ("z", pgettext_lazy("button", "Undo"), "everywhere"),
    ("?", _("Show this list"), "everywhere"),
)


def register() -> None:
    """Called once, when the slice is ready."""
    sources.add("tickets", _shortcuts)


def _shortcuts() -> Iterator[Shortcut]:
    for key, text, place in _OURS:
        yield Shortcut(key, text, place)
    for deed in deeds.values():
        if deed.key:
            yield Shortcut(deed.key, deed.text, "ticket")
