"""Helpers for tests of the desk: verbs through their doors, and what the log says afterwards."""

from __future__ import annotations

from typing import Any

from django.test import Client

from divan.tickets.models import Event, Ticket

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
# Ends an attribute, a tag, a script and a comment; must only ever be shown.
POLYGLOT = "\"'><svg/onload=alert(1)><script>alert(2)</script>--><img src=x onerror=alert(3)>{{7*7}}"


def press(client: Client, ticket: Ticket, verb: str, **data: Any) -> Any:
    """A verb of the desk as a browser with scripts sends it."""
    return client.post(f"/tickets/{ticket.number}/{verb}/", data, **HTMX)


def kinds_since(ticket: Ticket, seq: int = 1) -> list[str]:
    """Kinds of the ticket's events after the one that opened it (or after `seq`)."""
    return list(
        Event.objects.filter(ticket=ticket, seq__gt=seq).order_by("seq").values_list("kind", flat=True)
    )


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it is stored now."""
    return Ticket.objects.get(pk=ticket.pk)
