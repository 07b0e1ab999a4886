"""The bell, lent to the desk and to the portal, and its place among the tabs of a phone."""

from __future__ import annotations

from typing import Any

from divan.notifications.queries import unread_count
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Add the bell to both headers and the tab; called once, when the application is ready."""
    bell = from_template("notifications/slots/bell.html", load=_unread)
    slots.add("desk.actions", bell, order=40)
    slots.add("portal.person", bell, order=40)
    slots.add("desk.nav", from_template("notifications/slots/desk_nav.html", load=_unread), order=80)


def _unread(context: Context) -> dict[str, Any]:
    """The count for the bell and for the tab, asked once for a page that shows both."""
    actor, request = context.get("actor"), context.get("request")
    if not (actor and actor.is_authenticated):
        return {"unread": 0}
    known: int | None = getattr(request, "unread_notifications", None)
    if known is None:
        known = unread_count(actor)
        if request is not None:
            request.unread_notifications = known
    return {"unread": known}
