"""What is said in rooms is found by their members alone, and the results lead to the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.core import jobs
from divan.rooms.actions import add_people, leave_room
from divan.rooms.models import Room
from divan.rooms.tests.support import tell
from divan.search.actions import start_rebuild
from divan.search.queries import count, did_you_mean, find
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
RARE = "kalorifer"


@pytest.fixture
def said(room: Room, people: Cast) -> Room:
    tell(room, people.agent, "Something else")
    tell(room, people.agent, f"The {RARE} of the third floor")
    jobs.drain()
    return room


def test_members_find_it_and_are_led_to_the_line(said: Room, people: Cast, client_for: Doors) -> None:
    page = client_for(people.other_agent).get("/rooms/", {"q": RARE}).content.decode()
    assert f"/rooms/{said.pk}/?at=2" in page
    assert f"<mark>{RARE}</mark>" in page


@pytest.mark.parametrize("who", ["administrator", "clerk", "customer"])
def test_nobody_else_does(who: str, said: Room, people: Cast, client_for: Doors) -> None:
    stranger = actor(getattr(people, who))
    assert find(RARE, actor=stranger, kind="room").hits == ()
    assert count(RARE, actor=stranger, kind="room").number == 0
    assert did_you_mean("kaloriffer", actor=stranger, kind="room") is None
    client = client_for(getattr(people, who))
    for address in ("/rooms/", "/search/", "/search/counts/", "/palette/", "/search/completions/"):
        assert RARE not in client.get(address, {"q": "third floor"}).content.decode()


def test_no_search_for_tickets_finds_it_not_even_a_member_s(said: Room, people: Cast) -> None:
    for kind in ("ticket", "article", "person", "organization"):
        assert find(RARE, actor=actor(people.agent), kind=kind).hits == ()


def test_who_has_left_finds_nothing_from_that_moment(said: Room, people: Cast) -> None:
    assert find(RARE, actor=actor(people.other_agent), kind="room").hits
    leave_room(said, actor=actor(people.other_agent))
    assert find(RARE, actor=actor(people.other_agent), kind="room").hits == ()


def test_who_has_come_finds_what_was_before(said: Room, people: Cast) -> None:
    add_people(said, [people.clerk.pk], actor=actor(people.agent))
    assert len(find(RARE, actor=actor(people.clerk), kind="room").hits) == 1


def test_a_rebuild_knows_rooms_as_well(said: Room, people: Cast) -> None:
    start_rebuild(["room"])
    jobs.drain()
    assert len(find(RARE, actor=actor(people.agent), kind="room").hits) == 1
    assert find(RARE, actor=actor(people.administrator), kind="room").hits == ()
