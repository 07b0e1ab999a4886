"""What reports lend to other pages: their place in the navigation, and a link beside the conversation of a ticket."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from divan.ui.shortcuts import Shortcut, sources
from divan.ui.slots import from_template, slots


def lend() -> None:
    """Called once, when the slice is ready."""
    slots.add("ticket.panels", from_template("reports/slots/panel.html"), order=95)
    slots.add("desk.nav", from_template("reports/slots/nav.html"), order=62)
    slots.add("desk.commands", from_template("reports/slots/commands.html"), order=62)
    sources.add("reports", lambda: [Shortcut("g r", pgettext_lazy("shortcuts", "Reports"), "go")])
