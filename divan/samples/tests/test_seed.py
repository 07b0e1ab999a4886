"""Seeding: the mountain is made of tickets like any others."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.schedules import schedules
from divan.samples.seeding.people import DOMAIN
from divan.tickets.events import kinds
from divan.tickets.models import Event, Tally, Ticket
from divan.tickets.queries.lists import never_answered

TICKETS = 200


@pytest.fixture
def seeded(db: None) -> None:
    call_command("seed", tickets=TICKETS, password="only-for-tests", stdout=StringIO())


@pytest.mark.usefixtures("seeded")
def test_numbers_are_consecutive_and_messages_three_each() -> None:
    numbers = [int(number.removeprefix("DVN-")) for number in Ticket.objects.values_list("number", flat=True)]
    assert sorted(numbers) == [*range(1001, 1001 + TICKETS)]
    counts = Message.objects.values("conversation_id").annotate(messages=Count("id"))
    assert {row["messages"] for row in counts} == {3}
    assert 30 <= Ticket.objects.filter(is_open=True).count() <= 70
    assert set(Ticket.objects.values_list("language", flat=True)) == {"en", "tr", "he", "fa", "pl"}


@pytest.mark.usefixtures("seeded")
def test_the_log_agrees_with_the_tickets() -> None:
    log: dict[int, list[Event]] = {}
    for event in Event.objects.order_by("ticket_id", "seq"):
        log.setdefault(event.ticket_id, []).append(event)
        assert kinds[event.kind].from_row(event.payload).as_row() == event.payload
    for ticket in Ticket.objects.all():
        events = log[ticket.pk]
        assert [event.seq for event in events] == [*range(1, ticket.last_seq + 1)]
        assert events[-1].at == ticket.last_activity_at
        status = "new"
        for event in events:
            before = event.payload.get("before", status)
            assert before == status
            status = (
                event.payload.get("status", event.kind.removeprefix("ticket."))
                if "before" in event.payload
                else status
            )
        assert status == ticket.status
        assert ticket.is_open == (ticket.status not in ("solved", "closed"))


@pytest.mark.usefixtures("seeded")
def test_the_tally_is_right_and_compact() -> None:
    counted = Counter(
        (group, assignee or 0, status)
        for group, assignee, status in Ticket.objects.filter(is_open=True).values_list(
            "group_id", "assignee_id", "status"
        )
    )
    counted.update(
        (group, assignee or 0, Tally.SILENT)
        for group, assignee in never_answered(Ticket.objects.all()).values_list("group_id", "assignee_id")
    )
    kept = {(row.group_id, row.assignee_id, row.status): row.change for row in Tally.objects.all()}
    assert kept == dict(counted)
    assert Tally.objects.count() == len(kept)
    schedules["tickets.recount_tally"].run()
    assert Tally.objects.count() == len(kept)


@pytest.mark.usefixtures("seeded")
def test_more_can_be_added_and_people_can_sign_in() -> None:
    call_command("seed", tickets=10, password="only-for-tests", stdout=StringIO())
    assert Ticket.objects.count() == TICKETS + 10
    client = Client()
    client.force_login(User.objects.get(email=f"agent-1@{DOMAIN}"))
    assert client.get("/inbox/open/").status_code == 200
    fresh = User.objects.create_user("someone@else.example", role_id=Ticket.objects.first().requester.role_id)
    assert fresh.pk > Ticket.objects.latest("requester_id").requester_id
