"""The palette finds what the person may see, by its beginning."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from divan.accounts.models import User
from divan.tickets.tests.desk import POLYGLOT
from tests.support.builders import open_ticket
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def _found(client: Client, text: str) -> str:
    return client.get("/palette/", {"q": text}).content.decode()


def test_by_number_subject_and_person(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, subject="Empty pages again")
    client = client_for(people.agent)
    digits = ticket.number.removeprefix("DVN-")
    persian = digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for text in (ticket.number, digits, persian, ticket.number.lower(), "empty pa", "celina", "Celina@"):
        assert f"/tickets/{ticket.number}/" in _found(client, text), text
    assert "/tickets/" not in _found(client, "pages")
    assert "/tickets/" not in _found(client, "  ")


def test_never_what_somebody_may_not_see(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, subject="Empty pages again")
    client = client_for(people.other_agent)
    for text in (ticket.number, "empty", "celina"):
        assert ticket.number not in _found(client, text)
        assert people.customer.email not in _found(client, text)


def test_hostile_words_are_only_shown(people: Cast, client_for: Doors) -> None:
    open_ticket(people, subject=POLYGLOT)
    page = _found(client_for(people.agent), POLYGLOT[:10])
    assert "/tickets/" in page
    assert "<svg/onload" not in page
