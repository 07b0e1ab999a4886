"""Opening rooms: by name for several, and one for every two people."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from divan.core.errors import NotAllowed, Refused
from divan.rooms.actions import open_direct, open_room
from divan.rooms.models import Room
from tests.support.cast import Cast, actor, assemble

Doors = Callable[..., Client]


def test_two_colleagues_have_one_direct_room_whoever_opens_it(people: Cast) -> None:
    first = open_direct(people.other_agent, actor=actor(people.agent))
    assert open_direct(people.agent, actor=actor(people.other_agent)) == first
    present = set(first.members.values_list("user_id", flat=True))
    assert present == {people.agent.pk, people.other_agent.pk}


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_nobody_opens_one_with_a_customer_or_with_themselves(who: str, people: Cast) -> None:
    with pytest.raises(Refused):
        open_direct(getattr(people, who), actor=actor(people.agent))
    assert not Room.objects.exists()


def test_customers_open_no_room(people: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_direct(people.agent, actor=actor(people.customer))
    with pytest.raises(NotAllowed):
        open_room("Ours", [people.agent.pk], actor=actor(people.customer))


def test_a_room_needs_a_name_and_a_colleague(people: Cast) -> None:
    for name, others in ((" ", [people.agent.pk]), ("Ours", []), ("Ours", [people.customer.pk])):
        with pytest.raises(Refused):
            open_room(name, others, actor=actor(people.supervisor))
    assert not Room.objects.exists()


def test_the_dialogs_open_rooms(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    answer = client.post("/rooms/direct/", {"person": people.other_agent.pk})
    direct = Room.objects.get()
    assert answer.headers["Location"] == f"/rooms/{direct.pk}/"
    answer = client.post("/rooms/new/", {"name": "Network", "people": [people.supervisor.pk]})
    assert answer.headers["Location"] == f"/rooms/{Room.objects.get(name='Network').pk}/"
    refused = client.post("/rooms/new/", {"name": "", "people": []})
    assert refused.status_code == 422
    assert client.post("/rooms/direct/", {"person": people.customer.pk}).status_code == 422


def test_a_form_that_is_sent_twice_opens_one_room(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    page = client.get("/rooms/new/").content.decode()
    [key] = re.findall(r'name="key" value="([^"]+)"', page)
    sent = {"name": "Network", "people": [people.supervisor.pk], "key": key}
    first, again = (client.post("/rooms/new/", sent).headers["Location"] for _time in range(2))
    assert first == again
    client_for(people.other_agent).post("/rooms/new/", sent)
    client.post("/rooms/new/", {**sent, "key": f"{key}2"})
    assert Room.objects.filter(name="Network").count() == 3


def test_the_finder_offers_colleagues_by_the_beginning_of_a_name(people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get("/rooms/people/", {"q": "ece"}).content.decode()
    assert f'value="{people.supervisor.pk}"' in page
    for other in (people.other_agent, people.agent, people.customer):
        assert f'name="person" value="{other.pk}"' not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_first_at_once_both_get_the_same_room() -> None:
    people = assemble()
    pairs = [(people.agent, people.other_agent), (people.other_agent, people.agent)]
    both, opened = threading.Barrier(2, timeout=30), []

    def open_it(me: object, other: object) -> None:
        who = actor(me)
        both.wait()
        try:
            opened.append(open_direct(other, actor=who).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_it, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 2
    assert set(opened) == {Room.objects.get().pk}
