"""Where the buttons of a mail lead."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from divan.accounts.models import User
from divan.tickets.guests import create_link
from divan.tickets.models import Ticket


def guest_url(ticket: Ticket, person: User) -> str:
    """A new signed link that opens the ticket for one person without signing in."""
    token = create_link(ticket, person.pk)
    return settings.PUBLIC_URL + reverse("guest_ticket", kwargs={"token": token})


def desk_url(ticket: Ticket) -> str:
    """The ticket at the desk, for staff."""
    return settings.PUBLIC_URL + reverse("show_ticket", kwargs={"number": ticket.number})
