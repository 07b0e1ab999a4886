"""Who may open which address of the notifications."""

from __future__ import annotations

from divan.core.routes import OWN, SIGNED_IN, Route

ROUTES: dict[str, Route] = {
    "notifications": Route(SIGNED_IN),
    "notifications_bell": Route(SIGNED_IN),
    "read_notifications": Route(SIGNED_IN, ("POST",)),
    "open_notification": Route(OWN, ("POST",)),
}
