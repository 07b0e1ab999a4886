"""The bell, lent to the desk and to the portal."""

from __future__ import annotations

from typing import Any

from divan.notifications.queries import unread_count
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Add the bell to both headers; called once, when the application is ready."""
    bell = from_template("notifications/slots/bell.html", load=_unread)
    slots.add("desk.actions", bell, order=40)
    slots.add("portal.person", bell, order=40)


def _unread(context: Context) -> dict[str, Any]:
    actor = context.get("actor")
    return {"unread": unread_count(actor) if actor and actor.is_authenticated else 0}
