"""No door tells whether an address is known: the same answer, and as much work, for both."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

KNOWN, UNKNOWN = "celina@customer.example", "nobody@nowhere.example"
Door = Callable[[Client, str], Any]


def by_password(client: Client, email: str) -> Any:
    return client.post("/sign-in/", {"login": email, "password": "wrong-kettle-47"}, follow=True)


def by_code(client: Client, email: str) -> Any:
    return client.post("/sign-in/code/", {"email": email}, follow=True)


def by_reset(client: Client, email: str) -> Any:
    return client.post("/password/reset/", {"email": email}, follow=True)


def by_sign_up(client: Client, email: str) -> Any:
    filled_in = {"name": "Somebody", "email": email, "password1": "river-candle-88"}
    return client.post("/sign-up/", filled_in, follow=True)


DOORS = pytest.mark.parametrize("door", [by_password, by_code, by_reset, by_sign_up])


def _seen(answer: Any, email: str) -> str:
    """The page as it looks, without the address itself and the token against forged forms."""
    page = answer.content.decode().replace(email, "ADDRESS")
    page = re.sub(r"csrfmiddlewaretoken\" value=\"\w+", "", page)
    return re.sub(r"x-csrftoken[^}]*", "", page)


@DOORS
def test_the_answer_is_the_same(people: object, door: Door) -> None:
    known, unknown = door(Client(), KNOWN), door(Client(), UNKNOWN)
    assert known.status_code == unknown.status_code
    assert known.redirect_chain == unknown.redirect_chain
    assert _seen(known, KNOWN) == _seen(unknown, UNKNOWN)


@DOORS
def test_a_wrong_code_gets_the_same_answer(people: object, door: Door) -> None:
    pages = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        answer = door(client, email)
        again = client.post(answer.request["PATH_INFO"], {"code": "1234-5678"})
        pages.append((again.status_code, _seen(again, email)))
    assert pages[0] == pages[1]


@DOORS
def test_the_work_is_the_same(people: object, door: Door, settings: Any) -> None:
    """Medians of processor time with a slow hash; without care, one side would skip hashing altogether."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    known, unknown = [], []
    for number in range(6):
        known.append(_work(door, KNOWN))
        unknown.append(_work(door, UNKNOWN if door is not by_sign_up else f"nobody{number}@nowhere.example"))
    ratio = statistics.median(known) / statistics.median(unknown)
    assert 0.5 < ratio < 2.0


def _work(door: Door, email: str) -> float:
    cache.clear()
    client = Client()
    start = time.process_time()
    door(client, email)
    return time.process_time() - start
