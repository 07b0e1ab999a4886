"""The tally of open tickets: always the truth, however it is kept."""

from __future__ import annotations

from django.db.models import Sum

from divan.tickets.models import Tally, Ticket
from divan.tickets.tally import compact_tally, recount_tally
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast


def _sums() -> dict[tuple[int, int, str], int]:
    rows = Tally.objects.values_list("group_id", "assignee_id", "status").annotate(count=Sum("change"))
    return {tuple(row[:3]): row[3] for row in rows.order_by() if row[3]}


def _truth() -> dict[tuple[int, int, str], int]:
    counted: dict[tuple[int, int, str], int] = {}
    for ticket in Ticket.objects.filter(is_open=True):
        key = (ticket.group_id, ticket.assignee_id or 0, ticket.status)
        counted[key] = counted.get(key, 0) + 1
    return counted


def test_compacting_keeps_every_sum(people: Cast) -> None:
    tickets = [open_ticket(people) for _index in range(6)]
    reply(tickets[0], people.agent)
    solve(tickets[1], people.agent)
    before = _sums()
    assert before == _truth()
    for _time in range(2):
        compact_tally()
        assert _sums() == before
    assert Tally.objects.count() == len(before)


def test_recounting_puts_right_what_is_wrong(people: Cast) -> None:
    open_ticket(people)
    solve(open_ticket(people), people.agent)
    recount_tally()
    assert _sums() == _truth()
    Tally.objects.create(group_id=people.group.pk, assignee_id=0, status="open", change=7)
    Tally.objects.filter(status="new").delete()
    recount_tally()
    assert _sums() == _truth()
