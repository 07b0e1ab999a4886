"""Doors without sign-in can be flooded: every network and mail address has its allowance."""

from __future__ import annotations

import json

import pytest

from divan.chat.models import Chat
from divan.chat.tests.sites import a_site, ask, somebody_is_there
from divan.core.jobs import drain
from divan.knowledge.tests.support import article
from divan.tickets.models import Ticket
from tests.support.cast import Cast
from tests.support.time import FrozenClock

pytestmark = pytest.mark.django_db


def test_a_network_address_has_an_hourly_allowance(people: Cast, settings) -> None:
    settings.FORMS_PER_CLIENT = 4  # what comes back within two seconds counts twice
    site = a_site(people)
    somebody_is_there(people)
    answers = [ask(site, email=f"nil{number}@elsewhere.example") for number in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 422]
    assert json.loads(answers[2].content)["error"]
    assert Chat.objects.count() == 2


def test_a_mail_address_has_one_too(people: Cast, settings) -> None:
    settings.FORMS_PER_ADDRESS = 1
    site = a_site(people)
    assert [ask(site, "write").status_code for _again in range(2)] == [200, 422]


def test_the_form_in_place_of_a_chat_has_no_allowance_of_its_own(people: Cast, settings) -> None:
    """Who has used up the forms of a network address on some sites opens no tickets from another one."""
    settings.FORMS_PER_CLIENT = 4
    sites = a_site(people), a_site(people, name="Other"), a_site(people, name="Third")
    answers = [ask(site, "write", email=f"nil{site.pk}@elsewhere.example") for site in sites]
    assert [one.status_code for one in answers] == [200, 200, 422]
    assert Ticket.objects.count() == 2


def test_answers_are_looked_up_so_many_times_a_minute(people: Cast, frozen_clock: FrozenClock) -> None:
    site = a_site(people)
    article(people)
    drain()
    found = [
        json.loads(ask(site, "answers", text="empty pages", stamp="~").content)["articles"]
        for _again in range(61)
    ]
    assert found[59]
    assert not found[60]


def test_a_long_question_is_refused(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    refused = ask(site, text="a" * 5_000)
    assert refused.status_code == 422
    assert "text" in json.loads(refused.content)["errors"]
