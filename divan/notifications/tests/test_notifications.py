"""Who is told what, the bell, and the page behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import Membership, User
from divan.conversations.actions import Draft
from divan.core import jobs
from divan.core.actors import Right
from divan.notifications import actions as verbs
from divan.notifications import queries
from divan.notifications.models import Notification
from divan.notifications.reactions import tell
from divan.tickets import actions
from divan.tickets.models import Event, Ticket
from divan.tickets.readers import readers
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


def _told(person: User) -> list[str]:
    jobs.drain()
    return list(Notification.objects.filter(user=person).order_by("event_id").values_list("kind", flat=True))


def _assigned(people: Cast) -> Ticket:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    ticket.refresh_from_db()
    return ticket


def test_reviewers_are_told_what_waits_and_authors_what_became_of_it(people: Cast) -> None:
    chief = actor(people.administrator)
    actions.set_review(people.agent, 2, actor=chief)
    ticket = open_ticket(people)
    held = actions.hold_reply(ticket, Draft(text="Shake it.", client_key="k"), actor=actor(people.agent))
    jobs.drain()
    told = Notification.objects.filter(kind="reply.submitted").values_list("user_id", flat=True)
    assert set(told) == {people.supervisor.pk, people.administrator.pk}
    actions.give_back(held, actor=actor(people.supervisor), note="Shorter, please.")
    jobs.drain()
    assert Notification.objects.get(kind="reply.returned").user_id == people.agent.pk


def test_the_group_hears_of_a_new_ticket_and_other_groups_do_not(people: Cast) -> None:
    Membership.objects.create(user=people.clerk, group=people.group, right=Right.SEE)
    open_ticket(people)
    assert _told(people.agent) == ["ticket.created"]
    assert _told(people.other_agent) == _told(people.clerk) == _told(people.customer) == []


def test_the_group_is_the_one_that_the_ticket_came_to(people: Cast) -> None:
    ticket = open_ticket(people)
    actions.move(ticket, people.other_group, actor=actor(people.supervisor))
    assert _told(people.agent) == ["ticket.created"]
    assert _told(people.other_agent) == []


def test_the_assignee_hears_what_others_do(people: Cast) -> None:
    ticket = _assigned(people)
    reply(ticket, people.customer, "It still prints empty pages.")
    note(ticket, people.supervisor)
    reply(ticket, people.agent)
    note(ticket, people.agent)
    assert _told(people.agent) == ["ticket.created", "ticket.assigned", "message.received", "message.noted"]
    assert _told(people.supervisor) == []


def test_assigning_to_oneself_is_no_news(people: Cast) -> None:
    actions.assign(open_ticket(people), people.agent.pk, actor=actor(people.agent))
    assert _told(people.agent) == ["ticket.created"]


def test_the_requester_hears_answers_once_a_batch_and_never_notes(people: Cast) -> None:
    ticket = _assigned(people)
    note(ticket, people.agent)
    reply(ticket, people.agent)
    solve(ticket, people.agent)
    assert _told(people.customer) == ["message.sent", "ticket.solved"]
    ticket.refresh_from_db()
    actions.confirm(ticket, actor=actor(people.customer))
    assert _told(people.customer) == ["message.sent", "ticket.solved"]


def test_reopening_is_told_to_the_assignee_once(people: Cast) -> None:
    ticket = _assigned(people)
    solve(ticket, people.agent)
    ticket.refresh_from_db()
    reply(ticket, people.customer, "The problem is back.")
    assert _told(people.agent)[-1:] == ["ticket.reopened"]
    assert "message.received" not in _told(people.agent)


def test_the_order_within_a_batch_makes_no_difference(people: Cast) -> None:
    ticket = _assigned(people)
    solve(ticket, people.agent)
    jobs.drain()
    kept = _told(people.customer)
    Notification.objects.all().delete()
    for event in Event.objects.filter(kind__in=readers["notifications"].kinds).order_by("-id"):
        tell(event)
    assert _told(people.customer) == kept


def test_what_was_read_stays_read_when_rebuilt(people: Cast) -> None:
    _assigned(people)
    jobs.drain()
    verbs.open_notification(
        Notification.objects.filter(user=people.agent).earliest("pk").pk, actor=actor(people.agent)
    )
    rebuild = readers["notifications"].rebuild
    assert rebuild is not None
    rebuild()
    read = Notification.objects.exclude(read_at=None).values_list("user", "kind")
    assert list(read) == [(people.agent.pk, "ticket.created")]


def test_a_lost_right_takes_the_line_away(people: Cast) -> None:
    _assigned(people)
    jobs.drain()
    assert queries.unread_count(actor(people.agent)) == 2
    Membership.objects.filter(user=people.agent).delete()
    assert queries.unread_count(actor(people.agent)) == 0
    assert queries.page_of(actor(people.agent)).lines == []


def test_the_page_tells_in_the_readers_language_and_escapes(people: Cast, client_for: Doors) -> None:
    hostile = '"><img src=x onerror=alert(1)>{{7*7}}'
    User.objects.filter(pk=people.agent.pk).update(name=hostile)
    ticket = open_ticket(people, subject=hostile)
    actions.reply(ticket, Draft(text="Yes."), actor=actor(people.agent))
    jobs.drain()
    page = client_for(people.customer).get("/notifications/").content.decode()
    assert "<img src=x" not in page
    assert "{{7*7}}" in page
    assert 'lang="pl"' in page
    assert ticket.number in page


def test_opening_marks_as_read_and_leads_to_the_own_side(people: Cast, client_for: Doors) -> None:
    ticket = _assigned(people)
    reply(ticket, people.agent)
    jobs.drain()
    for person, path in ((people.agent, "/tickets/"), (people.customer, "/my/tickets/")):
        row = Notification.objects.filter(user=person).latest("event_id")
        response = client_for(person).post(f"/notifications/{row.pk}/open/")
        assert response["Location"] == f"{path}{ticket.number}/"
        row.refresh_from_db()
        assert row.read_at is not None


def test_marking_all_as_read_is_for_oneself(people: Cast, client_for: Doors) -> None:
    reply(_assigned(people), people.agent)
    jobs.drain()
    client_for(people.agent).post("/notifications/read/")
    assert queries.unread_count(actor(people.agent)) == 0
    assert queries.unread_count(actor(people.customer)) == 1


def test_older_lines_are_on_the_next_page(people: Cast) -> None:
    ticket = _assigned(people)
    for number in range(5):
        reply(ticket, people.customer, f"Message {number}")
    jobs.drain()
    first = queries.page_of(actor(people.agent), size=4)
    rest = queries.page_of(actor(people.agent), before=first.following, size=4)
    ids = [line.id for line in [*first.lines, *rest.lines]]
    assert len(ids) == len(set(ids)) == 7
    assert rest.following == 0


@pytest.mark.parametrize("lines", [1, 12])
def test_the_bell_costs_one_query(lines: int, people: Cast, client_for: Doors) -> None:
    ticket = _assigned(people)
    for number in range(lines):
        reply(ticket, people.customer, f"Message {number}")
    jobs.drain()
    client = client_for(people.agent)
    client.get("/notifications/bell/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get("/notifications/bell/")
    assert str(lines + 2) in response.content.decode()
    about = [query for query in asked if "notifications_notification" in query["sql"]]
    assert len(about) == 1
