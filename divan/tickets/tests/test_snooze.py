"""Snoozing: out of the lists and their counts, and back by time, by the customer or by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.schedules import schedules
from divan.tickets import actions
from divan.tickets.models import Tally, Ticket
from divan.tickets.queries.counts import desk_of
from divan.tickets.queries.lists import VIEWS, page_of, view_of_group
from divan.tickets.tally import recount_tally
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
COUNTED = ("open", "mine", "unassigned", "pending", "snoozed", "never-answered")


def _assert_counts_say_what_views_open(people: Cast, person: User) -> None:
    """Every count of the side navigation is the number of tickets behind it."""
    who = actor(person)
    desk = desk_of(who)
    for slug in COUNTED:
        found = page_of(who, VIEWS[slug], VIEWS[slug].sorts[0], size=100).rows
        assert desk.views[slug] == len(found), slug
    for group in desk.groups:
        view = view_of_group(group, "")
        assert desk.counts[group] == len(page_of(who, view, view.sorts[0], size=100).rows)


def _snoozed(people: Cast, days: int = 1) -> Ticket:
    ticket = open_ticket(people)
    return actions.snooze(ticket, clock.now() + timedelta(days=days), actor=actor(people.agent))


def test_counts_agree_with_lists_whatever_happens(people: Cast, frozen_clock: FrozenClock) -> None:
    agent = actor(people.agent)
    tickets = [open_ticket(people) for _index in range(7)]
    actions.assign(tickets[0], people.agent.pk, actor=agent)
    later = frozen_clock.moment + timedelta(hours=3)
    steps: list[Callable[[], object]] = [
        lambda: actions.snooze(tickets[0], later, actor=agent),
        lambda: actions.snooze(tickets[1], later, actor=agent, status="pending"),
        lambda: reply(tickets[2], people.agent),
        lambda: actions.wait(tickets[2], actor=agent),
        lambda: actions.solve(tickets[3], actor=agent, reason="wont_fix"),
        lambda: actions.solve(tickets[4], actor=agent, reason="spam"),
        lambda: reply(tickets[1], people.customer),
        lambda: actions.close(tickets[3], actor=agent),
        lambda: actions.snooze(tickets[5], later, actor=agent),
        lambda: actions.assign(tickets[5], people.agent.pk, actor=agent),
        lambda: actions.move(tickets[5], people.other_group, actor=actor(people.supervisor)),
        lambda: frozen_clock.advance(timedelta(hours=4)),
        lambda: schedules["wake snoozed tickets"].run(),
        lambda: actions.reopen(tickets[4], actor=agent),
        lambda: Ticket.objects.filter(pk=tickets[6].pk).delete(),
    ]
    for step in steps:
        step()
        _assert_counts_say_what_views_open(people, people.agent)
        _assert_counts_say_what_views_open(people, people.supervisor)
    before = Tally.objects.count()
    recount_tally()
    assert Tally.objects.count() == before, "the triggers counted what the recount counts"


def test_it_is_out_of_the_lists_until_its_time(people: Cast, frozen_clock: FrozenClock) -> None:
    ticket = _snoozed(people)
    who, place = actor(people.agent), VIEWS["open"]
    assert page_of(who, place, place.sorts[0]).rows == []
    assert [row["id"] for row in page_of(who, VIEWS["snoozed"], VIEWS["snoozed"].sorts[0]).rows] == [
        ticket.pk
    ]
    other = open_ticket(people)
    frozen_clock.advance(timedelta(hours=23))
    schedules["wake snoozed tickets"].run()
    assert fresh(ticket).snoozed_until
    frozen_clock.advance(timedelta(hours=2))
    for _time in range(2):
        schedules["wake snoozed tickets"].run()
    assert fresh(ticket).snoozed_until is None
    assert kinds_since(ticket) == ["ticket.snoozed", "ticket.woken"]
    assert [row["id"] for row in page_of(who, place, place.sorts[0]).rows] == [ticket.pk, other.pk]


def test_what_was_snoozed_again_meanwhile_stays(people: Cast, frozen_clock: FrozenClock) -> None:
    ticket = _snoozed(people)
    frozen_clock.advance(timedelta(days=2))
    actions.snooze(ticket, frozen_clock.moment + timedelta(days=1), actor=actor(people.agent))
    actions.wake(ticket, actor=SYSTEM)
    assert fresh(ticket).snoozed_until


def test_the_customer_wakes_it_and_a_vacation_notice_does_not(people: Cast) -> None:
    ticket = _snoozed(people)
    notice = Draft(text="I am away.", is_automatic=True)
    actions.receive(ticket, notice, actor=actor(people.customer), channel=Channel.EMAIL)
    assert fresh(ticket).snoozed_until
    reply(ticket, people.customer, "It works again.")
    assert fresh(ticket).snoozed_until is None
    assert kinds_since(ticket)[-1] == "ticket.woken"


@pytest.mark.parametrize("verb", ["solve", "close", "open", "wake"])
def test_what_ends_a_snooze(verb: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    until = clock.now() + timedelta(days=1)
    actions.snooze(ticket, until, actor=actor(people.agent), status="pending")
    press(client_for(people.agent), ticket, verb)
    assert fresh(ticket).snoozed_until is None
    _assert_counts_say_what_views_open(people, people.agent)


@pytest.mark.usefixtures("frozen_clock")
def test_the_dialog_takes_typed_times(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    asked = client.get(f"/tickets/{ticket.number}/snooze/", HTTP_HX_REQUEST="true")
    assert 'id="deed-until"' in asked.content.decode()
    response = press(client, ticket, "snooze", until="2026-04-02 10:30", status="pending")
    assert response.status_code == 200
    row = fresh(ticket)
    assert row.status == "pending"
    assert row.snoozed_until is not None
    assert row.snoozed_until.date().isoformat() == "2026-04-02"
    assert 'id="snoozed-until"' in response.content.decode()


@pytest.mark.usefixtures("frozen_clock")
def test_a_day_alone_is_its_morning(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "snooze", until="2026-04-02").status_code == 200
    until = fresh(ticket).snoozed_until
    assert until is not None
    assert timezone.localtime(until, ZoneInfo(people.agent.time_zone or "UTC")).hour == 9


def test_a_usual_time_is_taken_as_long_as_it_is_to_come(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/snooze/").content.decode()
    soonest = min(re.findall(r'name="usual" value="([^"]+)"', page))
    frozen_clock.advance(timedelta(minutes=20))  # somebody called meanwhile
    assert press(client, ticket, "snooze", usual=soonest).status_code == 200
    assert fresh(ticket).snoozed_until
    assert press(client, ticket, "snooze", usual="soon").status_code == 422


@pytest.mark.usefixtures("frozen_clock")
def test_a_snooze_is_taken_back_to_the_one_before(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    undo = []
    for until in ("tomorrow", "2w"):
        told = json.loads(press(client, ticket, "snooze", until=until).headers["HX-Trigger"])
        undo.append((told["toast"]["undo"], fresh(ticket).snoozed_until))
    client.post(undo[1][0], **HTMX)
    assert fresh(ticket).snoozed_until == undo[0][1]
    client.post(undo[0][0], **HTMX)
    assert fresh(ticket).snoozed_until == undo[0][1], "it was changed again since"
    actions.wake(ticket, actor=actor(people.agent))
    told = json.loads(press(client, ticket, "snooze", until="tomorrow").headers["HX-Trigger"])
    client.post(told["toast"]["undo"], **HTMX)
    assert fresh(ticket).snoozed_until is None


@pytest.mark.parametrize("typed", ["nonsense", "25:00", "2020-01-01", "31.02.2027", "99999w", "\x00"])
def test_what_is_no_time_to_come_is_said_in_the_form(typed: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    response = press(client_for(people.agent), ticket, "snooze", until=typed)
    assert response.status_code == 422
    assert kinds_since(ticket) == []


def test_finished_tickets_are_not_snoozed(people: Cast, client_for: Doors) -> None:
    ticket = solve(open_ticket(people), people.agent)
    before = fresh(ticket).last_seq
    assert press(client_for(people.agent), ticket, "snooze", until="tomorrow").status_code == 422
    assert fresh(ticket).last_seq == before


@pytest.mark.parametrize("verb", ["snooze", "wake", "promise", "state-problem"])
def test_others_find_no_verb(verb: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    for person in (people.customer, people.other_customer, people.other_agent, people.clerk):
        answer = press(client_for(person), ticket, verb, until="tomorrow", day="tomorrow", text="x")
        assert answer.status_code == 404
    assert kinds_since(ticket) == []


def test_the_tally_knows_two_more_words(people: Cast) -> None:
    _snoozed(people)
    sums = Tally.objects.values_list("status").annotate(count=Sum("change")).order_by()
    assert {status: count for status, count in sums if count} == {Tally.SNOOZED: 1, Tally.SILENT: 1}
