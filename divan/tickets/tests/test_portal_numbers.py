"""Fifty people send a form at the same moment: fifty distinct, consecutive numbers (T1)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from divan.accounts.models import User
from divan.tickets.models import Event, Ticket
from divan.tickets.ready_made import create_forms
from divan.tickets.tests.portal import send, stamp_of
from tests.support.cast import assemble

TOGETHER = 50
THREADS = 8


@pytest.fixture
def form(transactional_db: None) -> None:
    create_forms(assemble().group)


def _at_once(work) -> list[int]:
    def run(number: int) -> int:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(TOGETHER)))


@pytest.mark.django_db(transaction=True)
def test_fifty_forms_at_once_get_fifty_consecutive_numbers(form: None) -> None:
    answers = _at_once(lambda number: send(Client(), email=f"guest{number}@customer.example").status_code)
    assert answers == [302] * TOGETHER
    numbers = sorted(
        int(number.removeprefix("DVN-")) for number in Ticket.objects.values_list("number", flat=True)
    )
    assert numbers == list(range(numbers[0], numbers[0] + TOGETHER))
    assert Event.objects.filter(kind="ticket.created").count() == TOGETHER


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_fifty_times_at_once_is_one_ticket_of_one_new_customer(form: None) -> None:
    stamp = stamp_of(Client().get("/forms/contact/"))
    answers = _at_once(lambda _number: send(Client(), stamp=stamp).status_code)
    assert answers == [302] * TOGETHER
    assert Ticket.objects.count() == 1
    assert User.objects.filter(email="nil@customer.example").count() == 1
