"""What the migration counts once, for tickets that were there before it."""

from __future__ import annotations

from importlib import import_module

from django.db import connection
from django.db.models import Sum

from divan.tickets import actions
from divan.tickets.models import Tally, Ticket
from divan.tickets.queries.lists import never_answered
from divan.tickets.tests.desk import fresh
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor

migration = import_module("divan.tickets.migrations.0012_promises")


def test_old_tickets_are_counted_as_new_ones_are(people: Cast) -> None:
    tickets = [open_ticket(people) for _index in range(4)]
    for _time in range(2):
        solve(tickets[0], people.agent)
        actions.reopen(tickets[0], actor=actor(people.customer))
    actions.solve(tickets[1], actor=actor(people.agent), reason="wont_fix")
    actions.solve(tickets[2], actor=actor(people.agent), reason="spam")
    Ticket.objects.update(reopened_count=0)
    Tally.objects.filter(status=Tally.SILENT).delete()
    with connection.cursor() as cursor:
        cursor.execute(migration.COUNT_SILENT)
        cursor.execute(migration.COUNT_REOPENED)
    assert [fresh(ticket).reopened_count for ticket in tickets] == [2, 0, 0, 0]
    counted = Tally.objects.filter(status=Tally.SILENT).aggregate(count=Sum("change"))["count"]
    assert counted == never_answered(Ticket.objects.all()).count() == 2
