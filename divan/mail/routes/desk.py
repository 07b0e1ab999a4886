"""Who may open which address of mail at the desk."""

from __future__ import annotations

from divan.core.routes import TICKET_REPLY, TICKET_SEE, Route

ROUTES: dict[str, Route] = {
    "message_source": Route(TICKET_SEE),
    "message_original": Route(TICKET_SEE),
    "redeliver": Route(TICKET_REPLY, ("POST",)),
}
