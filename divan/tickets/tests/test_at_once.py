"""Several colleagues do something to the same tickets at the same moment (SECURITY class 22).

Each test presses buttons in threads with connections of their own: nothing is lost, nothing happens twice, nobody
waits for ever, and whoever comes too late is told so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets.models import Event, Link, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]
Act = Callable[[], Any]
LONGEST = 60
pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Act) -> list[int]:
    """The status codes of the answers, in the order of the acts; whoever hangs fails the test."""
    start, answers = threading.Barrier(len(acts)), [0] * len(acts)

    def run(place: int, act: Act) -> None:
        try:
            start.wait(LONGEST)
            answers[place] = act().status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def _merging(client: Client, ticket: Ticket, into: Ticket) -> Act:
    """A merger whose preview was looked at before."""
    shown = client.get(f"/tickets/{ticket.number}/merge/preview/", {"target": into.number}, **HTMX)
    seen = shown.content.decode().split('name="seen" value="')[1].split('"')[0]
    return lambda: press(client, ticket, "merge", target=into.number, seen=seen)


def _is_whole(*tickets: Ticket) -> bool:
    """Whether the log of each ticket has every number once and the row knows the last one."""
    for ticket in tickets:
        found = list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("seq", flat=True))
        if found != [*range(1, fresh(ticket).last_seq + 1)]:
            return False
    return True


def test_each_into_the_other_one_wins(people: Cast, client_for: Doors) -> None:
    one, other = open_ticket(people), open_ticket(people)
    answers = _at_once(
        _merging(client_for(people.agent), one, other), _merging(client_for(people.supervisor), other, one)
    )
    assert sorted(answers) == [204, 422]
    merged = [ticket for ticket in (fresh(one), fresh(other)) if ticket.merged_into_id]
    assert len(merged) == 1
    assert Event.objects.filter(kind="ticket.merged").count() == 2
    assert Event.objects.filter(kind="ticket.closed").count() == 1
    assert _is_whole(one, other)


def test_into_two_others_one_wins(people: Cast, client_for: Doors) -> None:
    ticket, one, other = (open_ticket(people) for _each in range(3))
    answers = _at_once(
        _merging(client_for(people.agent), ticket, one),
        _merging(client_for(people.supervisor), ticket, other),
    )
    assert sorted(answers) == [204, 422]
    assert [bool(fresh(home).has_merged) for home in (one, other)].count(True) == 1
    assert kinds_since(ticket) == ["ticket.merged", "ticket.closed"]
    assert _is_whole(ticket, one, other)


def test_a_ring_of_three_stays_a_tree(people: Cast, client_for: Doors) -> None:
    ring = [open_ticket(people) for _each in range(3)]
    doors = [client_for(person) for person in (people.agent, people.supervisor, people.administrator)]
    _at_once(*(_merging(doors[at], ring[at], ring[(at + 1) % 3]) for at in range(3)))
    rows = [fresh(ticket) for ticket in ring]
    assert [row.merged_into_id for row in rows].count(None) >= 1
    assert Event.objects.filter(kind="ticket.closed").count() == sum(not row.is_open for row in rows)
    assert _is_whole(*ring)


def test_closed_while_it_is_merged_ends_once(people: Cast, client_for: Doors) -> None:
    ticket, home = open_ticket(people), open_ticket(people)
    closer = client_for(people.supervisor)
    answers = _at_once(
        _merging(client_for(people.agent), ticket, home),
        lambda: press(closer, ticket, "close", reason="wont_fix"),
    )
    assert sorted(answers) in ([200, 422], [204, 422])
    row = fresh(ticket)
    assert (row.status, row.close_reason) == ("closed", "merged" if row.merged_into_id else "wont_fix")
    assert kinds_since(ticket).count("ticket.closed") == 1
    assert _is_whole(ticket, home)


def test_closed_by_two_is_closed_once(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    doors = [client_for(person) for person in (people.agent, people.supervisor, people.administrator)]
    answers = _at_once(*(lambda door=door: press(door, ticket, "close", reason="wont_fix") for door in doors))
    assert answers == [200, 200, 200]
    assert kinds_since(ticket) == ["ticket.closed"]


def test_answers_of_two_are_two_messages(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    doors = [client_for(person) for person in (people.agent, people.supervisor)]
    answers = _at_once(
        *(
            lambda at=at, door=door: press(door, ticket, "reply", body=f"Answer {at}", client_key=f"key-{at}")
            for at, door in enumerate(doors)
        )
    )
    assert all(status < 400 for status in answers)
    texts = Message.objects.filter(conversation_id=ticket.conversation_id, from_staff=True)
    assert set(texts.values_list("text", flat=True)) == {"Answer 0", "Answer 1"}
    assert kinds_since(ticket).count("message.sent") == 2
    assert kinds_since(ticket).count("ticket.state_changed") == 1
    assert _is_whole(ticket)


def test_an_answer_while_it_is_merged_is_kept_or_refused(people: Cast, client_for: Doors) -> None:
    ticket, home = open_ticket(people), open_ticket(people)
    writer = client_for(people.supervisor)
    merged, written = _at_once(
        _merging(client_for(people.agent), ticket, home),
        lambda: press(writer, ticket, "reply", body="Which printer?", client_key="key-1"),
    )
    assert merged == 204
    stored = Message.objects.filter(conversation_id=ticket.conversation_id, text="Which printer?").count()
    assert stored == (1 if written < 400 else 0)
    assert kinds_since(ticket).count("message.sent") == stored
    assert _is_whole(ticket, home)


def test_assigned_moved_and_merged_at_once_loses_nothing(people: Cast, client_for: Doors) -> None:
    ticket, home = open_ticket(people), open_ticket(people)
    reply(home, people.agent)
    boss, chief = client_for(people.supervisor), client_for(people.administrator)
    answers = _at_once(
        _merging(client_for(people.agent), ticket, home),
        lambda: press(boss, home, "assign", assignee=people.supervisor.pk),
        lambda: press(chief, home, "set-priority", impact="high", urgency="high"),
    )
    assert answers == [204, 200, 200]
    now = fresh(home)
    assert (now.assignee_id, now.urgency, now.impact) == (people.supervisor.pk, "high", "high")
    assert (now.has_merged, now.waiting_since) == (True, ticket.waiting_since)
    assert _is_whole(ticket, home)


def test_linked_from_both_sides_is_one_link(people: Cast, client_for: Doors) -> None:
    one, other = open_ticket(people), open_ticket(people)
    left, right = client_for(people.agent), client_for(people.supervisor)
    answers = _at_once(
        lambda: press(left, one, "link", words=other.number, way="related"),
        lambda: press(right, other, "link", words=one.number, way="related"),
    )
    assert answers == [200, 200]
    assert Link.objects.count() == 1
    assert Event.objects.filter(kind="ticket.linked").count() == 1


def test_referred_while_it_is_merged_is_asked_or_refused(people: Cast, client_for: Doors) -> None:
    ticket, home = open_ticket(people), open_ticket(people)
    asker = client_for(people.supervisor)
    merged, asked = _at_once(
        _merging(client_for(people.agent), ticket, home),
        lambda: press(
            asker, ticket, "refer", to=f"p{people.other_agent.pk}", question="Do you know this printer?"
        ),
    )
    assert (merged, asked) in ((204, 200), (204, 422), (204, 404))
    assert kinds_since(ticket).count("ticket.referred") == (1 if asked == 200 else 0)
    assert _is_whole(ticket, home)
