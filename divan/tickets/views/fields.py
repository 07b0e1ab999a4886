"""The fields of a ticket at the desk: the dialog in which they are filled in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from divan.tickets import actions
from divan.tickets.forms.field_values import FieldsForm
from divan.tickets.models import Ticket
from divan.tickets.views.deeds import deed


@deed("set_fields", FieldsForm)
def set_ticket_fields(request: HttpRequest, ticket: Ticket, form: FieldsForm) -> str:
    """Give the fields of a ticket their values."""
    actions.set_fields(ticket, form.values(), actor=request.actor)
    return _("The fields are saved.")
