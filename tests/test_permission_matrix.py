"""Every address x every role x own and foreign objects, against what the slices' routes say was meant.

A route without an entry fails, and so does an entry without a route. Denied means: it looks as if it were
not there (404), and for people who are not signed in the way to the sign-in page. Nothing that is denied,
and no method that an address does not take, changes a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.core.routes import GUEST_LINK, OWN, Route
from divan.realtime.topics import may_listen, topics
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.matrix import (
    RIGHT_FOR,
    Address,
    Answer,
    Visitor,
    addresses,
    answer_of,
    desk_names,
    expected,
    routes,
    undone,
    visitors,
)
from tests.support.stock import Stock, stock

ADDRESSES = {address.name: address for address in addresses()}
ROUTES = routes()
_WRITES = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.I)
# Being seen is no change that anybody else notices.
_BOOKKEEPING = {"django_session", "usersessions_usersession"}
Doors = Callable[..., Client]


@pytest.fixture
def goods(people: Cast, client_for: Doors) -> Stock:
    """One object of every kind that an address can name."""
    return stock(people)


def test_every_route_has_an_entry() -> None:
    assert sorted(ADDRESSES.keys() - ROUTES.keys()) == []


def test_every_entry_has_a_route() -> None:
    assert sorted(ROUTES.keys() - ADDRESSES.keys()) == []


def _in_both() -> list[str]:
    return sorted(ADDRESSES.keys() & ROUTES.keys())


@contextmanager
def _nothing_changes() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    tables = {hit[1] for query in queries if (hit := _WRITES.match(query["sql"]))}
    assert tables <= _BOOKKEEPING, f"changed {sorted(tables - _BOOKKEEPING)}"


def _visit(client: Client, method: str, url: str) -> HttpResponse:
    return cast(HttpResponse, client.get(url) if method == "GET" else client.post(url))


def _describe(visitor: Visitor, method: str, url: str, response: HttpResponse) -> str:
    return f"{visitor.name}: {method} {url} -> {response.status_code} {response.headers.get('Location', '')}"


@pytest.mark.parametrize("name", _in_both())
def test_everybody_gets_the_answer_that_was_meant(
    name: str, people: Cast, goods: Stock, client_for: Doors
) -> None:
    route = ROUTES[name]
    for visitor in visitors(people):
        url = goods.url(ADDRESSES[name], visitor.person)
        meant = expected(name, route, visitor, people)
        for method in route.methods:
            client = client_for(visitor.person)
            with undone():
                if meant in (Answer.OPEN, Answer.WELCOME):
                    response = _visit(client, method, url)
                else:
                    with _nothing_changes():
                        response = _visit(client, method, url)
            assert meant.fits(answer_of(response)), _describe(visitor, method, url, response)
            assert response.status_code < 500, _describe(visitor, method, url, response)


@pytest.mark.parametrize("name", _in_both())
def test_an_address_answers_only_its_methods(
    name: str, people: Cast, goods: Stock, client_for: Doors
) -> None:
    """Above all: what changes something ignores GET, so that no link and no picture can set it off."""
    others = {"GET", "POST"} - set(ROUTES[name].methods)
    for visitor in visitors(people):
        if expected(name, ROUTES[name], visitor, people) not in (Answer.OPEN, Answer.WELCOME):
            continue
        client, url = client_for(visitor.person), goods.url(ADDRESSES[name], visitor.person)
        for method in others:
            with _nothing_changes():
                response = _visit(client, method, url)
            assert response.status_code == 405, _describe(visitor, method, url, response)


def _names_a_ticket(name: str, route: Route) -> bool:
    return "number" in ADDRESSES[name].arguments and route.access in RIGHT_FOR


@pytest.mark.parametrize("name", [name for name in _in_both() if _names_a_ticket(name, ROUTES[name])])
def test_foreign_and_missing_tickets_look_the_same(
    name: str, people: Cast, goods: Stock, client_for: Doors
) -> None:
    """The other agent and the other customer cannot tell a ticket of somebody else from one that is not there."""
    address, method = ADDRESSES[name], ROUTES[name].methods[0]
    for person in (people.other_agent, people.other_customer):
        client = client_for(person)
        there = _visit(client, method, goods.url(address, person))
        nowhere = _visit(client, method, goods.url(address, person, number="DVN-999999"))
        assert there.status_code == nowhere.status_code == 404
        assert _without_numbers(there) == _without_numbers(nowhere)


def _without_numbers(response: HttpResponse) -> bytes:
    """The page without what differs on every visit: the address it was asked for, and one-time tokens."""
    return re.sub(rb"DVN-\d+|[A-Za-z0-9]{60,}", b"", response.content)


@pytest.mark.parametrize("name", [name for name in _in_both() if ROUTES[name].access == GUEST_LINK])
def test_a_wrong_or_ended_guest_link_opens_nothing(
    name: str, people: Cast, goods: Stock, client_for: Doors
) -> None:
    address: Address = ADDRESSES[name]
    for method in ROUTES[name].methods:
        for token in ("wrong", goods.ended_token):
            with _nothing_changes():
                response = _visit(client_for(None), method, goods.url(address, None, token=token))
            assert goods.ticket.subject.encode() not in response.content
            assert response.status_code in (404, 410), _describe(
                Visitor("guest", None), method, name, response
            )


@pytest.mark.parametrize("name", [name for name in _in_both() if ROUTES[name].access == OWN])
def test_what_is_own_is_not_there_for_administrators_either(
    name: str, people: Cast, goods: Stock, client_for: Doors
) -> None:
    client = client_for(people.administrator)
    url = goods.url(ADDRESSES[name], people.administrator)
    for method in ROUTES[name].methods:
        with _nothing_changes():
            response = _visit(client, method, url)
        assert response.status_code == 404


# topic: the key for a ticket of the customer in Support, and who may listen to it
TOPICS: dict[str, tuple[Callable[[Cast, Stock], object], set[str]]] = {
    "ticket": (lambda p, s: s.ticket.pk, {"customer", "agent", "supervisor", "administrator"}),
    "desk": (lambda p, s: s.ticket.pk, {"agent", "supervisor", "administrator"}),
    "presence": (lambda p, s: s.ticket.pk, {"agent", "supervisor", "administrator"}),
    "thread": (lambda p, s: s.own[p.agent.pk]["thread_id"], {"agent", "supervisor"}),
    "inbox": (lambda p, s: p.group.pk, {"agent", "supervisor", "administrator"}),
    "chats": (lambda p, s: p.group.pk, {"agent", "supervisor", "administrator"}),
    "person": (lambda p, s: p.customer.pk, {"customer"}),
    "rooms": (lambda p, s: p.agent.pk, {"agent"}),
}
LISTENERS = (
    "customer",
    "other_customer",
    "agent",
    "other_agent",
    "supervisor",
    "administrator",
    "clerk",
)


def test_every_topic_is_in_the_table() -> None:
    assert sorted(topics.keys()) == sorted(TOPICS)


@pytest.mark.parametrize("family", TOPICS)
def test_topics_are_heard_by_those_who_may_see(family: str, people: Cast, goods: Stock) -> None:
    key, allowed = TOPICS[family]
    topic = f"{family}:{key(people, goods)}"
    heard = {name for name in LISTENERS if may_listen(actor(getattr(people, name)), topic)}
    assert heard == allowed
    for odd in (f"{family}:999999", f"{family}:all'--", f"{family}:-1", f"{family}:", family):
        assert not may_listen(actor(people.customer), odd)


@pytest.mark.parametrize("family", TOPICS)
def test_each_topic_has_one_name(family: str, people: Cast, goods: Stock) -> None:
    """Other digits, leading zeros and numbers that no database holds name nothing, whoever asks."""
    key, _allowed = TOPICS[family]
    number = str(key(people, goods))
    persian = number.translate({ord("0") + digit: chr(0x06F0 + digit) for digit in range(10)})
    for odd in (f"0{number}", persian, f" {number}", "0", "9" * 19, "9" * 60):
        for name in LISTENERS:
            assert not may_listen(actor(getattr(people, name)), f"{family}:{odd}"), (name, odd)


def test_a_guest_hears_the_one_ticket_of_the_link(people: Cast, goods: Stock) -> None:
    other = open_ticket(people)
    assert may_listen(goods.guest, f"ticket:{goods.ticket.pk}")
    assert not may_listen(goods.guest, f"ticket:{other.pk}")
    assert not may_listen(goods.guest, f"desk:{goods.ticket.pk}")
    assert not may_listen(goods.guest, f"inbox:{people.group.pk}")


FILES = [name for name in _in_both() if "attachment_id" in ADDRESSES[name].arguments]


def test_files_are_served_at_the_desk_in_the_portal_and_to_guests() -> None:
    assert {"ticket_file", "my_ticket_file", "guest_ticket_file"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_files_follow_their_message(name: str, people: Cast, goods: Stock, client_for: Doors) -> None:
    """Who may open the address gets the file of a public message; that of a note is for the desk only."""
    for visitor in visitors(people):
        client = client_for(visitor.person)
        public = goods.url(ADDRESSES[name], visitor.person, attachment_id=goods.public_file)
        internal = goods.url(ADDRESSES[name], visitor.person, attachment_id=goods.internal_file)
        meant = expected(name, ROUTES[name], visitor, people)
        given = _visit(client, "GET", public)
        assert answer_of(given) is meant, _describe(visitor, "GET", public, given)
        if meant is Answer.OPEN:
            assert given.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in given.headers["Content-Security-Policy"]
        note = Answer.MISSING if meant is Answer.OPEN and name not in desk_names() else meant
        given = _visit(client, "GET", internal)
        assert answer_of(given) is note, _describe(visitor, "GET", internal, given)
