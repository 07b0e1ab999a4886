"""What was snoozed is back: who is told."""

from __future__ import annotations

from datetime import timedelta

from divan.core import jobs
from divan.core.schedules import schedules
from divan.notifications.models import Notification
from divan.tickets import actions
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock


def test_the_assignee_and_whoever_snoozed_it_are_told_once(people: Cast, frozen_clock: FrozenClock) -> None:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    actions.snooze(ticket, frozen_clock.moment + timedelta(hours=1), actor=actor(people.supervisor))
    frozen_clock.advance(timedelta(hours=2))
    for _time in range(2):
        schedules["wake snoozed tickets"].run()
    jobs.drain()
    told = Notification.objects.filter(ticket=ticket, kind="ticket.woken").values_list("user_id", flat=True)
    assert set(told) == {people.agent.pk, people.supervisor.pk}
    assert len(told) == 2


def test_the_requester_is_told_of_a_promise(people: Cast, frozen_clock: FrozenClock) -> None:
    ticket = open_ticket(people)
    reply(ticket, people.agent)
    day = frozen_clock.moment.date() + timedelta(days=2)
    actions.promise(ticket, day, actor=actor(people.agent))
    jobs.drain()
    told = Notification.objects.filter(ticket=ticket, kind="ticket.promised").values_list(
        "user_id", flat=True
    )
    assert list(told) == [people.customer.pk]
