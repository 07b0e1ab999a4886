"""Known people while somebody types: by name, address, organisation and telephone number, as far as the gate goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.models import User
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _found(client: Client, text: str) -> list[dict[str, str]]:
    people: list[dict[str, str]] = client.get("/recipients/", {"q": text}).json()["people"]
    return people


def _join(person: User, name: str, chief: User) -> None:
    shop = accounts.create_organization(name, domains=set(), actor=actor(chief))
    accounts.join_organization(person, shop, actor=actor(chief))


@pytest.fixture
def caller(people: Cast) -> User:
    """Celina, whom the agents of Support know, with a number and an organisation."""
    open_ticket(people)
    User.objects.filter(pk=people.customer.pk).update(phone="+48 (22) 555-01 02")
    _join(people.customer, "Cedar & Sons", people.administrator)
    return people.customer


@pytest.mark.parametrize(
    "text", ["celina@", "Now", "cedar", "Sons", "022 555 01", "5550102", "+48 22", "۵۵۵۰۱", "555-01"]
)
def test_somebody_is_found_by_what_a_caller_says(
    people: Cast, client_for: Doors, caller: User, text: str
) -> None:
    assert _found(client_for(people.agent), text) == [
        {
            "name": "Celina Nowak",
            "address": caller.email,
            "organization": "Cedar & Sons",
            "phone": "+48 (22) 555-01 02",
        }
    ]


@pytest.mark.parametrize("text", ["55", "9999", "ina Now", "edar", "555 or", "-- ."])
def test_what_fits_nobody_finds_nobody(people: Cast, client_for: Doors, caller: User, text: str) -> None:
    assert _found(client_for(people.agent), text) == []


def test_a_number_in_persian_digits_is_the_same_number(people: Cast, client_for: Doors, caller: User) -> None:
    User.objects.filter(pk=caller.pk).update(phone="۰۲۱ ۸۸۷۷ ۶۶۵۵")
    assert [one["address"] for one in _found(client_for(people.agent), "021 88776")] == [caller.email]


def test_strangers_and_the_deactivated_are_offered_to_nobody_who_may_not_see_them(
    people: Cast, client_for: Doors, caller: User
) -> None:
    for text in ("cel", "cedar", "5550102"):
        assert _found(client_for(people.other_agent), text) == [], text
        assert _found(client_for(people.administrator), text) != [], text
    accounts.deactivate_person(caller, actor=actor(people.administrator))
    for text in ("cel", "cedar", "5550102"):
        assert _found(client_for(people.agent), text) == [], text
        assert _found(client_for(people.administrator), text) == [], text
