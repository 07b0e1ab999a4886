"""Tickets and messages for tests, made by the product's own verbs."""

from __future__ import annotations

from typing import Any

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.cast import Cast, actor


def open_ticket(people: Cast, *, requester: User | None = None, **details: Any) -> Ticket:
    """A ticket of the customer in Support, unless `details` (fields of NewTicket) say otherwise."""
    person = requester or people.customer
    text = details.pop("text", "The printer on the second floor prints empty pages.")
    new = actions.NewTicket(
        **{
            "requester": person,
            "group": people.group,
            "subject": "Empty pages",
            "draft": Draft(text=text),
            "channel": Channel.FORM,
            **details,
        }
    )
    return actions.open_ticket(new, actor=actor(person))


def reply(ticket: Ticket, person: User, text: str = "We are looking into it.") -> Message:
    """A public reply of that person, from whichever side they stand on."""
    return actions.reply(ticket, Draft(text=text), actor=actor(person))


def note(ticket: Ticket, person: User, text: str = "The drum has to be replaced.") -> Message:
    """An internal note."""
    return actions.note(ticket, Draft(text=text), actor=actor(person))


def solve(ticket: Ticket, person: User, text: str = "The drum has been replaced.") -> Ticket:
    """A solution with a public answer."""
    return actions.solve(ticket, actor=actor(person), draft=Draft(text=text))
