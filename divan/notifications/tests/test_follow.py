"""Following: who hears what, and who never hears of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.core.errors import NotAllowed
from divan.core.jobs import drain
from divan.notifications.models import Notification
from divan.tickets import actions
from divan.tickets.models import Follower, Ticket
from divan.tickets.tests.desk import HTMX, kinds_since, press
from divan.tickets.tests.searching import found, only
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def _told(person: User) -> list[str]:
    drain()
    rows = Notification.objects.filter(user=person).order_by("event_id")
    return list(rows.values_list("kind", flat=True))


def test_pressing_it_twice_is_once(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        assert 'aria-pressed="true"' in press(client, ticket, "follow", stop="").content.decode()
    assert list(Follower.objects.values_list("ticket", "user")) == [(ticket.pk, people.agent.pk)]
    for _time in range(2):
        press(client, ticket, "follow", stop="1")
    assert not Follower.objects.exists()
    assert kinds_since(ticket) == []


def test_a_follower_hears_what_happens_and_not_what_they_do_themselves(people: Cast) -> None:
    ticket = open_ticket(people)
    actions.follow(ticket, actor=actor(people.supervisor))
    before = _told(people.supervisor)
    reply(ticket, people.agent)
    reply(ticket, people.customer, "Still empty.")
    note(ticket, people.agent)
    actions.wait(ticket, actor=actor(people.agent))
    note(ticket, people.supervisor)
    heard = _told(people.supervisor)[len(before) :]
    assert heard == ["message.sent", "message.received", "message.noted", "ticket.state_changed"]
    actions.unfollow(ticket, actor=actor(people.supervisor))
    reply(ticket, people.customer, "And again.")
    assert len(_told(people.supervisor)) == len(before) + len(heard)


def test_who_is_assignee_and_follower_is_told_once(people: Cast) -> None:
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=actor(people.agent))
    actions.follow(ticket, actor=actor(people.agent))
    before = len(_told(people.agent))
    reply(ticket, people.customer, "Still empty.")
    assert _told(people.agent)[before:] == ["message.received"]


def test_only_who_sees_the_ticket_on_the_desk_follows(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    for person in (people.other_agent, people.customer, people.clerk):
        with pytest.raises(NotAllowed):
            actions.follow(ticket, actor=actor(person))
        assert press(client_for(person), ticket, "follow", stop="").status_code in (403, 404)
    assert not Follower.objects.exists()


def test_the_desk_sees_who_follows_and_customers_do_not(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.follow(ticket, actor=actor(people.supervisor))
    work = client_for(people.agent).get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode()
    assert people.supervisor.name in work
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert people.supervisor.name not in page


def test_what_one_follows_is_a_list_and_a_search(people: Cast, client_for: Doors) -> None:
    ticket, other = open_ticket(people, subject="Followed one"), open_ticket(people, subject="Other one")
    actions.follow(ticket, actor=actor(people.agent))
    page = client_for(people.agent).get("/inbox/following/").content.decode()
    assert ticket.number in page
    assert other.number not in page
    assert found("follower:me", people.agent) == only(ticket)
    assert found("follower:me", people.supervisor) == set()
    assert Ticket.objects.count() == 2
