"""The code that shows that an address is the visitor's own (C7, SECURITY class 12)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.apps import apps

from divan.chat.models import AddressCode, Chat
from divan.chat.tests.past_chat import Past, visit
from divan.chat.tests.test_transcript import ask
from divan.chat.tests.waiting_room import site_of
from tests.support.cast import Cast
from tests.support.time import FrozenClock


@pytest.fixture
def past(people: Cast, frozen_clock: FrozenClock) -> Past:
    chat, token = visit(site_of(people))
    return Past(chat, token, "", ())


def mailed() -> str:
    """The code in the last mail."""
    mail = (
        apps.get_model("mail", "OutgoingMail")
        .objects.filter(purpose="account.chat_address_code")
        .latest("pk")
    )
    found = re.search(r"^\d{6}$", mail.text, re.M)
    assert found
    return found[0]


def is_proved(past: Past) -> bool:
    return Chat.objects.filter(pk=past.chat.pk, address_proved_at__isnull=False).exists()


def test_the_code_that_was_mailed_proves_the_address(past: Past) -> None:
    answer = ask(past, "code")
    assert answer.json() == {"is_proved": False, "address": "nora@visitor.example"}
    code = mailed()
    assert code not in AddressCode.objects.get().code_hash
    assert ask(past, "address", code=f" {code[:3]} {code[3:]} ").status_code == 204
    assert is_proved(past)
    assert ask(past, "mail").status_code == 200


def test_persian_digits_are_digits(past: Past) -> None:
    ask(past, "code")
    typed = mailed().translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert ask(past, "address", code=typed).status_code == 204


def test_who_is_proved_needs_no_more_codes(past: Past) -> None:
    Chat.objects.filter(pk=past.chat.pk).update(is_identified=True)
    assert ask(past, "code").json()["address"] == "nora@visitor.example"
    assert not AddressCode.objects.exists()
    assert ask(past, "address", code="anything").status_code == 204


def test_five_wrong_ones_end_the_code(past: Past) -> None:
    ask(past, "code")
    code = mailed()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _try in range(5):
        assert ask(past, "address", code=wrong).status_code == 422
    assert AddressCode.objects.get().tries == 5
    assert ask(past, "address", code=code).status_code == 422
    assert not is_proved(past)


def test_it_is_good_for_a_quarter_of_an_hour(past: Past, frozen_clock: FrozenClock) -> None:
    ask(past, "code")
    frozen_clock.advance(timedelta(minutes=15))
    assert ask(past, "address", code=mailed()).status_code == 422
    assert not is_proved(past)


def test_codes_come_one_a_minute_and_three_at_most(past: Past, frozen_clock: FrozenClock) -> None:
    ask(past, "code")
    first = mailed()
    assert ask(past, "code").status_code == 422
    for _again in range(2):
        frozen_clock.advance(timedelta(minutes=1))
        assert ask(past, "code").status_code == 200
    frozen_clock.advance(timedelta(minutes=1))
    assert ask(past, "code").status_code == 422
    assert (
        apps.get_model("mail", "OutgoingMail").objects.filter(purpose="account.chat_address_code").count()
        == 3
    )
    if first != mailed():
        assert ask(past, "address", code=first).status_code == 422
    assert ask(past, "address", code=mailed()).status_code == 204


def test_a_code_proves_nothing_in_another_chat(past: Past, people: Cast) -> None:
    ask(past, "code")
    chat, token = visit(past.chat.site, "Omar")
    other = Past(chat, token, "", ())
    assert ask(other, "address", code=mailed()).status_code == 422
    assert not is_proved(other)
