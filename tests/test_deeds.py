"""The questions of all deeds, whichever slice lends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.tickets.deeds import deeds
from tests.support.builders import open_ticket
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(name for name, _deed in deeds.items()))
def test_a_question_is_begun_in_its_first_field(
    name: str, people: Cast, client_for: Callable[[User | None], Client]
) -> None:
    ticket = open_ticket(people)
    address = reverse(deeds[name].url_name, kwargs={"number": ticket.number})
    question = client_for(people.administrator).get(address, headers={"HX-Request": "true"})
    assert question.status_code == 200
    fields, _hidden, _footer = question.content.decode().partition("<footer")
    assert " autofocus" in fields or ("<select" not in fields and "<textarea" not in fields)
