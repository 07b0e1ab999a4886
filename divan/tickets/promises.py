"""The deeds about the problem, the time, the promise and the end of a ticket."""

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
    # From the menu of the status. Also for finished tickets: what was solved is closed later, and who presses twice
    # is told the same twice.
    deeds.add(
        "solve",
        Deed("solve_ticket", _("Solve this ticket"), "st-solved", "solve", only_open=False, in_menu=False),
    )
    deeds.add(
        "close",
        Deed("close_ticket", _("Close this ticket"), "st-closed", "close", only_open=False, in_menu=False),
    )
