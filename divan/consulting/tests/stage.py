"""What the tests of consulting begin with."""

from __future__ import annotations

from django.urls import reverse

from divan.accounts.models import User
from divan.consulting import actions
from divan.consulting.actions.threads import open_side_thread
from divan.consulting.models import Referral, SideThread
from divan.conversations.actions import Draft
from divan.tickets.models import Category, Ticket
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor

QUESTION = "Do we pay for a second drum?"
WORDS = "Between us: the lease ends in March."


def referred(people: Cast) -> tuple[Ticket, Referral]:
    """A ticket of Support about which Baran asks Dina of Billing."""
    ticket = open_ticket(people)
    return ticket, actions.refer(ticket, people.other_agent, QUESTION, actor=actor(people.agent))


def solved_by(people: Cast, person: User, category: Category, times: int) -> None:
    """Tickets of a category that this person solved."""
    for _time in range(times):
        ticket = open_ticket(people)
        Ticket.objects.filter(pk=ticket.pk).update(category=category, assignee=person)
        solve(ticket, people.agent)


def mention_of(person: User, name: str = "", *, agreed: bool = False) -> str:
    """A mention as the editor writes it; `agreed` lets them in."""
    shows = ' data-show="1"' if agreed else ""
    return f'<span data-person="{person.pk}"{shows}>@{name or person.name}</span>'


def talking(ticket: Ticket, people: Cast, other: User) -> SideThread:
    """A side thread that Baran opens with one colleague."""
    return open_side_thread(ticket, "Lease", Draft(text=WORDS), people=[other.pk], actor=actor(people.agent))


def thread_url(name: str, thread: SideThread, /, **more: object) -> str:
    """The address of a view of a side thread."""
    return reverse(name, kwargs={"number": thread.ticket.number, "thread_id": thread.pk, **more})
