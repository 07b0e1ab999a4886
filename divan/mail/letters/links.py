"""Where the buttons of a mail lead."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from divan.accounts.models import User
from divan.tickets.guests import TOKEN_CHARACTERS, create_link
from divan.tickets.models import Ticket

# The secret part of a guest's link, as `guest_url` writes it.
_TOKEN = re.compile(rf"(?<=/t/)[A-Za-z0-9_-]{{{TOKEN_CHARACTERS}}}(?=/)")


def guest_url(ticket: Ticket, person: User) -> str:
    """A new signed link that opens the ticket for one person without signing in."""
    token = create_link(ticket, person.pk)
    return settings.PUBLIC_URL + reverse("guest_ticket", kwargs={"token": token})


def without_tokens(text: str) -> str:
    """`text` with the secrets of guests' links taken out: whoever reads somebody's mail must not act as them."""
    return _TOKEN.sub("…", text)


def desk_url(ticket: Ticket) -> str:
    """The ticket at the desk, for staff."""
    return settings.PUBLIC_URL + reverse("show_ticket", kwargs={"number": ticket.number})
