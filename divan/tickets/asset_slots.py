"""Products and tickets: what the page of a product shows, and how sentences of events name one."""

from __future__ import annotations

from typing import Any

from divan.assets.queries import names_of
from divan.tickets.events import namers
from divan.tickets.marks import marks
from divan.tickets.queries.of_asset import tickets_of_asset
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the slice is ready."""
    namers.add("asset", names_of)
    slots.add("asset.panels", from_template("tickets/desk/slots/asset.html", load=_tickets))


def _tickets(context: Context) -> dict[str, Any]:
    return {"found": tickets_of_asset(context["actor"], context["asset"]), **marks()}
