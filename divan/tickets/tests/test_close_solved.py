"""Solved tickets are closed by themselves, a day after a warning (T20)."""

from __future__ import annotations

from datetime import timedelta

from divan.accounts.installation import forget
from divan.accounts.models import Installation
from divan.tickets.models import Ticket
from divan.tickets.schedules import close_solved
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast

DAY = timedelta(days=1)


def automatic(ticket: Ticket) -> list[str]:
    """What the system itself did to the ticket."""
    events = ticket.events.filter(actor_kind="system").order_by("seq")
    return list(events.values_list("kind", flat=True))


def test_a_warning_comes_a_day_before_and_only_once(people: Cast, frozen_clock) -> None:
    ticket = solve(open_ticket(people), people.agent)
    frozen_clock.advance(3 * DAY - timedelta(minutes=1))
    close_solved()
    assert automatic(ticket) == []
    frozen_clock.advance(timedelta(minutes=1))
    close_solved()
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced"]
    frozen_clock.advance(DAY)
    close_solved()
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced", "ticket.closed"]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.close_reason) == ("closed", "resolved")


def test_after_a_long_stop_there_is_still_a_day_between(people: Cast, frozen_clock) -> None:
    ticket = solve(open_ticket(people), people.agent)
    frozen_clock.advance(30 * DAY)
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced"]
    frozen_clock.advance(DAY)
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced", "ticket.closed"]


def test_an_answer_stops_it_and_the_next_solution_begins_anew(people: Cast, frozen_clock) -> None:
    ticket = solve(open_ticket(people), people.agent)
    frozen_clock.advance(3 * DAY)
    close_solved()
    reply(ticket, people.customer, "It is back.")
    frozen_clock.advance(DAY)
    close_solved()
    solve(ticket, people.agent)
    frozen_clock.advance(2 * DAY)
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced"]
    frozen_clock.advance(DAY)
    close_solved()
    assert automatic(ticket) == ["ticket.close_announced"] * 2


def test_no_days_means_never(people: Cast, frozen_clock) -> None:
    Installation.objects.update(close_after_days=0)
    forget()
    ticket = solve(open_ticket(people), people.agent)
    frozen_clock.advance(100 * DAY)
    close_solved()
    assert automatic(ticket) == []
