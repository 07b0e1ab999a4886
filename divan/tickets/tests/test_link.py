"""Tickets that have to do with each other: how they are linked, shown and let go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import Link, Ticket
from divan.tickets.tests.desk import HTMX, kinds_since, press
from divan.tickets.tests.searching import found, only
from tests.support.builders import open_ticket, solve
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def _work(client: Client, ticket: Ticket) -> str:
    return str(client.get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode())


@pytest.mark.parametrize(
    ("way", "kind", "is_back"),
    [
        ("related", "related", False),
        ("parent", "parent", True),
        ("child", "parent", False),
        ("duplicate", "duplicate", False),
    ],
)
def test_each_way_is_linked_and_seen_from_both(
    way: str, kind: str, is_back: bool, people: Cast, client_for: Doors
) -> None:
    ticket, other = open_ticket(people), open_ticket(people, subject="Another printer")
    client = client_for(people.agent)
    assert press(client, ticket, "link", words=other.number, way=way).status_code == 200
    link = Link.objects.get()
    ends = (other, ticket) if is_back else (ticket, other)
    assert (link.ticket, link.other, link.kind) == (*ends, kind)
    assert "Another printer" in _work(client, ticket)
    assert "Empty pages" in _work(client, other)
    assert kinds_since(ticket) == ["ticket.linked"]


def test_two_tickets_have_one_link(people: Cast) -> None:
    agent = actor(people.agent)
    ticket, other = open_ticket(people), open_ticket(people)
    actions.link(ticket, other, actor=agent)
    actions.link(other, ticket, actor=agent)
    assert Link.objects.count() == 1
    actions.link(ticket, other, actor=agent, kind=Link.Kind.PARENT)
    actions.link(other, ticket, actor=agent, kind=Link.Kind.PARENT)
    assert list(Link.objects.values_list("ticket", "kind")) == [(other.pk, "parent")]


def test_a_link_is_let_go_from_either_side(people: Cast, client_for: Doors) -> None:
    ticket, other = open_ticket(people), open_ticket(people)
    actions.link(ticket, other, actor=actor(people.agent))
    client = client_for(people.agent)
    for _time in range(2):
        press(client, other, "unlink", target=ticket.number)
    assert not Link.objects.exists()
    assert kinds_since(other) == ["ticket.unlinked"]
    assert 'id="panel-links"' not in _work(client, ticket)


def test_a_link_opens_nothing(people: Cast, client_for: Doors) -> None:
    """SECURITY class 37: who may not see the other ticket learns nothing of it, nor does any customer."""
    ticket = open_ticket(people)
    other = open_ticket(people, subject="Salaries", group=people.other_group, requester=people.other_customer)
    actions.link(ticket, other, actor=actor(people.administrator))
    client = client_for(people.agent)
    assert "Salaries" not in _work(client, ticket)
    assert client.get(f"/tickets/{other.number}/").status_code == 404
    assert client_for(people.customer).get(f"/my/tickets/{other.number}/").status_code == 404
    assert "Salaries" not in client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    refused = press(client, ticket, "link", words=other.number, way="related")
    assert refused.status_code == 422
    assert "Salaries" not in refused.content.decode()
    press(client, ticket, "unlink", target=other.number)
    assert Link.objects.count() == 1


def test_words_find_the_other_ticket_while_they_are_typed(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    other = open_ticket(people, subject="Projector flickers", requester=people.other_customer)
    hidden = open_ticket(people, subject="Projector stolen", group=people.other_group)
    finished = solve(open_ticket(people, subject="Projector lamp"), people.agent)
    found("projector", people.agent)
    client = client_for(people.agent)
    for verb, hits in (("link", {other.number, finished.number}), ("merge", {other.number})):
        answer = client.get(f"/tickets/{ticket.number}/targets/", {"verb": verb, "words": "projec"}, **HTMX)
        page = answer.content.decode()
        assert {one.number for one in (ticket, other, hidden, finished) if one.number in page} == hits


def test_open_parts_of_a_finished_ticket_are_a_search_away(people: Cast, client_for: Doors) -> None:
    ticket, part, done = open_ticket(people), open_ticket(people), open_ticket(people)
    for other in (part, done):
        actions.link(ticket, other, actor=actor(people.agent), kind=Link.Kind.PARENT)
    solve(done, people.agent)
    client = client_for(people.agent)
    assert "parent%3A" not in _work(client, ticket)
    solve(ticket, people.agent)
    assert f"parent%3A{ticket.number}" in _work(client, ticket)
    assert found(f"parent:{ticket.number} is:open", people.agent) == only(part)
