"""Many tickets solved in one go: each requester gets a letter about each ticket, the desk hears of it once."""

from __future__ import annotations

from divan.core import jobs
from divan.mail.models import OutgoingMail
from divan.notifications.models import Notification
from divan.tickets.bulk import starting
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

MANY = 7


def test_one_notification_and_a_letter_for_each_ticket(people: Cast) -> None:
    requesters = [people.customer, people.other_customer]
    tickets = [open_ticket(people, requester=requesters[which % 2]) for which in range(MANY)]
    jobs.drain()
    told, mailed = Notification.objects.count(), OutgoingMail.objects.count()
    supervisor = actor(people.supervisor)
    ids = [ticket.pk for ticket in tickets]
    starting.start("assign", ids, {"assignee": people.agent.pk}, actor=supervisor)
    jobs.drain()
    assert Notification.objects.filter(user=people.agent, kind="ticket.assigned").count() == 1
    starting.start("solve", ids, {"reason": "wont_fix"}, actor=supervisor)
    jobs.drain()
    assert OutgoingMail.objects.count() - mailed >= MANY
    solved = Notification.objects.filter(kind="ticket.solved")
    assert sorted(solved.values_list("user_id", flat=True)) == sorted(person.pk for person in requesters)
    assert Notification.objects.count() - told == 1 + len(requesters)
