"""Time on tickets: entries, the clock, what it costs, and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.core import clock
from divan.core.errors import NotAllowed, Refused
from divan.realtime import doorbell
from divan.tickets import actions as tickets
from divan.tickets.models import Event, Ticket
from divan.timekeeping import actions, queries
from divan.timekeeping.models import TimeEntry, Timer
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def _told(ticket: Ticket) -> list[str]:
    return list(
        Event.objects.filter(ticket=ticket, kind__startswith="time.")
        .order_by("seq")
        .values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("90", 90), ("1:30", 90), ("۱:۳۰", 90), ("0:05", 5), ("45 min", 45), (" 24:00 ", 1440)],
)
def test_minutes_are_read_as_people_write_them(
    people: Cast, client_for: Doors, typed: str, minutes: int
) -> None:
    ticket = open_ticket(people)
    sent = {"time": typed, "on": "", "activity": "call", "note": "Nil's printer"}
    answer = client_for(people.agent).post(reverse("log_time", kwargs={"number": ticket.number}), sent)
    assert answer.status_code == 302
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.activity, entry.person_id) == (minutes, "call", people.agent.pk)
    assert _told(ticket) == ["time.logged"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": "0"},
        {"time": "24:01"},
        {"time": "1:75"},
        {"time": "long"},
        {"on": "32.13.2026"},
        {"on": "01.01.0001"},
        {"activity": "nap"},
    ],
)
def test_what_is_wrong_stays_in_the_form(people: Cast, client_for: Doors, wrong: dict[str, str]) -> None:
    ticket = open_ticket(people)
    sent = {"time": "30", "on": "", "activity": "work", "note": "on the phone", **wrong}
    answer = client_for(people.agent).post(reverse("log_time", kwargs={"number": ticket.number}), sent)
    assert answer.status_code == 422
    assert f"deed-{next(iter(wrong))}_error" in answer.content.decode()
    assert "on the phone" in answer.content.decode()
    assert not TimeEntry.objects.exists()


def test_a_day_in_the_future_is_refused(people: Cast) -> None:
    later = clock.now().date() + timedelta(days=2)
    with pytest.raises(Refused):
        actions.log_time(open_ticket(people), actions.Spent(5, later), actor=actor(people.agent))


def test_own_entries_are_corrected_and_taken_back_others_are_not(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    entry = actions.log_time(ticket, actions.Spent(30, DAY), actor=actor(people.agent))
    address = reverse("correct_time", kwargs={"number": ticket.number, "entry_id": entry.pk})
    assert client_for(people.supervisor).get(address).status_code == 404
    assert client_for(people.supervisor).post(f"{address}remove/").status_code == 404
    client_for(people.agent).post(address, {"time": "45", "on": "20.11.2026", "activity": "work"})
    entry.refresh_from_db()
    assert entry.minutes == 45
    client_for(people.agent).post(f"{address}remove/")
    assert not TimeEntry.objects.exists()
    assert _told(ticket) == ["time.logged", "time.corrected", "time.removed"]


def test_saving_an_unchanged_entry_tells_nothing(people: Cast) -> None:
    ticket, agent = open_ticket(people), actor(people.agent)
    entry = actions.log_time(ticket, actions.Spent(30, DAY), actor=agent)
    actions.correct_time(entry, actions.Spent(30, DAY), actor=agent)
    assert _told(ticket) == ["time.logged"]


def test_the_clock_runs_through_pauses_and_becomes_an_entry(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)

    def press(verb: str) -> None:
        assert client.post(reverse(f"{verb}_timer", kwargs={"number": ticket.number})).status_code == 302

    press("start")
    frozen_clock.advance(timedelta(minutes=10))
    press("pause")
    frozen_clock.advance(timedelta(minutes=30))
    press("start")
    press("start")
    frozen_clock.advance(timedelta(minutes=5, seconds=1))
    press("stop")
    assert TimeEntry.objects.get().minutes == 16
    assert not Timer.objects.exists()


def test_starting_elsewhere_logs_what_was_measured_there(people: Cast, frozen_clock: FrozenClock) -> None:
    first, second, agent = open_ticket(people), open_ticket(people), actor(people.agent)
    actions.start_timer(first, actor=agent)
    frozen_clock.advance(timedelta(minutes=3))
    actions.start_timer(second, actor=agent)
    assert TimeEntry.objects.get().ticket_id == first.pk
    assert Timer.objects.get().ticket_id == second.pk


def test_a_clock_on_a_ticket_that_one_no_longer_sees_can_be_ended(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    lost, other = open_ticket(people), open_ticket(people)
    actions.start_timer(lost, actor=actor(people.agent))
    frozen_clock.advance(timedelta(minutes=3))
    tickets.move(lost, people.other_group, actor=actor(people.supervisor))
    begun = client_for(people.agent).post(reverse("start_timer", kwargs={"number": other.number}))
    assert begun.status_code == 302
    assert (TimeEntry.objects.get().ticket_id, TimeEntry.objects.get().minutes) == (lost.pk, 3)
    assert Timer.objects.get().ticket_id == other.pk
    assert (
        client_for(people.agent).post(reverse("start_timer", kwargs={"number": lost.number})).status_code
        == 404
    )


def test_a_clock_that_is_discarded_leaves_nothing(people: Cast) -> None:
    agent = actor(people.agent)
    actions.start_timer(open_ticket(people), actor=agent)
    actions.discard_timer(actor=agent)
    assert not Timer.objects.exists()
    with pytest.raises(Refused):
        actions.stop_timer(actor=agent)
    assert not TimeEntry.objects.exists()


def test_an_entry_keeps_the_rate_of_its_day(people: Cast, client_for: Doors) -> None:
    ticket, agent = open_ticket(people), actor(people.agent)
    role = people.agent.role_id
    chief = client_for(people.administrator)
    assert chief.post(reverse("settings_rates"), {"currency": "try", f"role_{role}": "60"}).status_code == 302
    actions.log_time(ticket, actions.Spent(90, DAY), actor=agent)
    actions.set_rates({role: Decimal(1000)}, "TRY", actor=actor(people.administrator))
    actions.log_time(ticket, actions.Spent(60, DAY), actor=agent)
    seen = queries.time_of(actor(people.supervisor), ticket)
    assert (seen.minutes, seen.cost, seen.currency) == (150, Decimal("1090.00"), "TRY")
    assert queries.time_of(agent, ticket).cost is None


@pytest.mark.parametrize(
    "sent", [{"currency": "euros"}, {"currency": "E1R"}, {"currency": "EUR", "amount": "-1"}]
)
def test_wrong_rates_are_refused(people: Cast, client_for: Doors, sent: dict[str, str]) -> None:
    amount = sent.pop("amount", "10")
    role = people.agent.role_id
    answer = client_for(people.administrator).post(
        reverse("settings_rates"), {**sent, f"role_{role}": amount}
    )
    assert answer.status_code == 422


def test_time_is_not_for_those_who_do_not_see_the_ticket(people: Cast) -> None:
    ticket = open_ticket(people)
    for stranger in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            actions.log_time(ticket, actions.Spent(5, DAY), actor=actor(stranger))
        with pytest.raises(NotAllowed):
            actions.start_timer(ticket, actor=actor(stranger))
        assert queries.time_of(actor(stranger), ticket).entries == []


def test_the_panel_of_the_ticket_shows_clock_and_sum(people: Cast, client_for: Doors) -> None:
    ticket, agent = open_ticket(people), actor(people.agent)
    actions.log_time(ticket, actions.Spent(95, DAY, note="Drum"), actor=agent)
    actions.start_timer(ticket, actor=agent)
    page = client_for(people.agent).get(reverse("ticket_panels", kwargs={"number": ticket.number}))
    assert "data-clock" in page.content.decode()
    assert "Drum" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_every_window_of_its_person_hears_of_the_clock(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    mine = f"person:{people.agent.pk}"
    page = client.get(reverse("show_ticket", kwargs={"number": ticket.number})).content.decode()
    assert f'id="panels" data-topic="desk:{ticket.pk} {mine}"' in page
    for name in ("start_timer", "pause_timer", "start_timer", "discard_timer"):
        pages = doorbell.Listener("web")
        try:
            client.post(reverse(name, kwargs={"number": ticket.number}))
            heard = [*pages.wait(5), *pages.receive()]
        finally:
            pages.close()
        assert mine in {topic for ring in heard for topic in ring.topics}, name
