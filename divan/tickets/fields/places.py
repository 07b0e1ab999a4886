"""Where fields of tickets stand at the desk: beside the conversation, in a deed that changes them, in lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from divan.tickets.answers import CONSENT
from divan.tickets.deeds import Deed, deeds
from divan.tickets.events import namers
from divan.tickets.fields.columns import field_columns
from divan.tickets.fields.definitions import definitions, fields_of
from divan.tickets.models import ConsentWording, Ticket
from divan.tickets.queries.answers import read_out
from divan.tickets.queries.columns import further_columns
from divan.ui.slots import Context, from_template, slots


def register() -> None:
    """Called once, when the slice is ready."""
    deeds.add(
        "set_fields",
        Deed("set_ticket_fields", _("Fields…"), "form", verb="set_fields", order=60, only_open=False),
    )
    slots.add("ticket.panels", from_template("tickets/desk/slots/fields.html", load=_panel), order=10)
    namers.add("field", names_of)
    further_columns.add("fields", field_columns)


def names_of(ids: Collection[int]) -> dict[int, str]:
    """What fields are called, by id."""
    return {row.pk: str(row) for row in definitions() if row.pk in ids}


def _panel(context: Context) -> dict[str, Any]:
    """The fields with a value, those that must have one, and what the requester agreed to."""
    ticket: Ticket = context["ticket"]
    standing = fields_of(ticket)
    answered = [(row, ticket.answers[row.slot]) for row in standing if row.slot in ticket.answers]
    return {
        "standing": bool(standing),
        "values": read_out(answered, context["actor"].language),
        "open_fields": [row for row in standing if row.is_required and row.slot not in ticket.answers],
        **_consent(ticket),
    }


def _consent(ticket: Ticket) -> dict[str, Any]:
    """The wording that somebody read before they sent a form, in their language, and when."""
    given = ticket.answers.get(CONSENT)
    if not isinstance(given, dict):
        return {"consent": "", "consented_at": None}
    wording = ConsentWording.objects.filter(pk=given["wording"]).first()
    text = wording.texts.get(given["language"]) or str(wording) if wording else ""
    return {"consent": text, "consented_at": datetime.fromisoformat(given["at"])}
