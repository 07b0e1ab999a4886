"""The deeds about the problem, the time and the promise of a ticket."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.tickets.deeds import Deed, deeds


def register() -> None:
    """Called once, when the slice is ready."""
    deeds.add(
        "state_problem",
        Deed("state_problem", _("State the problem…"), "edit", "state_problem", order=10, only_open=False),
    )
    deeds.add("snooze", Deed("snooze_ticket", _("Snooze…"), "snooze", "snooze", key="s", order=20))
    deeds.add("promise", Deed("promise_ticket", _("Promise a date…"), "calendar", "promise", order=25))
