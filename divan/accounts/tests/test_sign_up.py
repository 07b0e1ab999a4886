"""Customers sign up; staff never do."""

from __future__ import annotations

from typing import Any

from django.test import Client

from divan.accounts.actions import create_organization, find_or_create_customer
from divan.accounts.identity import actor_of
from divan.accounts.mailing import Letter
from divan.accounts.models import User
from divan.accounts.tests.doors import code_in, is_signed_in, sign_in

NEW = {"name": "Nasrin", "email": "nasrin@new.example", "password1": "river-candle-88"}


def test_a_code_confirms_the_address(people: Any, client: Client, letters: list[Letter]) -> None:
    create_organization("New Ltd", domains=["new.example"], actor=actor_of(people.administrator))
    answer = client.post("/sign-up/", NEW, headers={"Accept-Language": "fa"})
    assert answer.headers["Location"] == "/sign-up/confirm/"
    assert not is_signed_in(client)
    assert (letters[0].kind, letters[0].language) == ("confirm_address", "fa")
    client.post("/sign-up/confirm/", {"code": code_in(letters[0])})
    assert is_signed_in(client)
    person = User.objects.by_email("nasrin@new.example")
    assert person is not None
    assert (person.name, person.role.slug, person.language) == ("Nasrin", "customer", "fa")
    assert (person.time_zone, str(person.organization)) == ("Europe/Warsaw", "New Ltd")


def test_nothing_but_name_address_and_password_is_taken(
    people: object, client: Client, letters: list[Letter]
) -> None:
    client.post("/sign-up/", {**NEW, "role": "1", "is_staff": "on", "organization": "1", "groups": "1"})
    client.post("/sign-up/confirm/", {"code": code_in(letters[0])})
    person = User.objects.by_email("nasrin@new.example")
    assert person is not None
    assert (person.role.slug, person.organization, person.memberships.count()) == ("customer", None, 0)


def test_a_weak_password_is_refused_beside_its_field(people: object, client: Client) -> None:
    answer = client.post("/sign-up/", {**NEW, "password1": "password"})
    page = answer.content.decode()
    assert 'id="id_password1_error"' in page
    assert 'value="Nasrin"' in page
    assert User.objects.by_email("nasrin@new.example") is None


def test_somebody_known_is_told_by_mail_how_to_come_in(
    people: object, client: Client, letters: list[Letter]
) -> None:
    known = find_or_create_customer("nasrin@new.example", "Nasrin")
    answer = client.post("/sign-up/", NEW)
    assert answer.headers["Location"] == "/sign-up/confirm/"
    assert client.get("/sign-up/confirm/").status_code == 200
    assert [letter.kind for letter in letters] == ["account_exists"]
    assert "/sign-in/code/" in letters[0].text
    known.refresh_from_db()
    assert not known.has_usable_password()


def test_a_password_chosen_by_a_stranger_dies_when_the_owner_comes(
    people: object, client: Client, letters: list[Letter]
) -> None:
    """Signing up with somebody's address and waiting for them to prove it gives no way in."""
    client.post("/sign-up/", NEW)
    owner = Client()
    owner.post("/sign-in/code/", {"email": NEW["email"]})
    owner.post("/sign-in/code/confirm/", {"code": code_in(letters[-1])})
    assert is_signed_in(owner)
    stranger = Client()
    sign_in(stranger, NEW["email"], NEW["password1"])
    assert not is_signed_in(stranger)
