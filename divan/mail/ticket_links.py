"""Sends guests a fresh link to their ticket when they asked for one."""

from __future__ import annotations

from divan.accounts.models import User
from divan.mail.letters.customer import fresh_link
from divan.mail.letters.queueing import Occasion, put
from divan.mail.letters.rendering import read_by
from divan.tickets.models import Ticket


def send_link(ticket: Ticket, person: User) -> None:
    """Queue a mail with a new link."""
    with read_by(person):
        put(fresh_link(ticket, person), person, ticket, Occasion(None, "link", header="auto-replied"))
