"""The tally of open tickets: always the truth, however it is kept."""

from __future__ import annotations

from collections import Counter

from django.db.models import Sum

from divan.tickets.models import Tally, Ticket
from divan.tickets.queries.lists import never_answered
from divan.tickets.tally import compact_tally, recount_tally
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast


def _sums() -> dict[tuple[int, int, str], int]:
    rows = Tally.objects.values_list("group_id", "assignee_id", "status").annotate(count=Sum("change"))
    return {tuple(row[:3]): row[3] for row in rows.order_by() if row[3]}


def _truth() -> dict[tuple[int, int, str], int]:
    counted: Counter[tuple[int, int, str]] = Counter()
    for ticket in Ticket.objects.filter(is_open=True):
        status = Tally.SNOOZED if ticket.snoozed_until else ticket.status
        counted[ticket.group_id, ticket.assignee_id or 0, status] += 1
    for ticket in never_answered(Ticket.objects.all()):
        counted[ticket.group_id, ticket.assignee_id or 0, Tally.SILENT] += 1
    return dict(counted)


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
