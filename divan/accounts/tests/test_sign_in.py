"""Coming in: by password, by code, and not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from divan.accounts.actions import deactivate_person, find_or_create_customer
from divan.accounts.identity import actor_of, actor_of_session
from divan.accounts.mailing import Letter
from divan.accounts.models import User
from divan.accounts.tests.doors import PASSWORD, code_in, is_signed_in, sign_in


def test_by_password(people: object, client: Client) -> None:
    answer = sign_in(client, "ALMA@divan.example")
    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_says_so_and_keeps_the_address(people: object, client: Client) -> None:
    answer = sign_in(client, "alma@divan.example", "wrong")
    page = answer.content.decode()
    assert 'value="alma@divan.example"' in page
    assert "not right" in page
    assert not is_signed_in(client)


def test_the_key_of_the_session_changes(people: object, client: Client, letters: list[Letter]) -> None:
    client.post("/sign-in/code/", {"email": "alma@divan.example"})
    before = client.session.session_key
    client.post("/sign-in/code/confirm/", {"code": code_in(letters[0])})
    assert is_signed_in(client)
    assert client.session.session_key != before


def test_somebody_who_waits_for_a_code_can_start_again(people: object, client: Client) -> None:
    client.post("/sign-in/code/", {"email": "wrong@divan.example"})
    page = client.get("/sign-in/code/confirm/").content.decode()
    assert 'action="/sign-out/"' in page
    answer = client.post("/sign-out/", {"next": "/sign-in/code/"}, follow=True)
    assert answer.request["PATH_INFO"] == "/sign-in/code/"
    sign_in(client, "alma@divan.example")
    assert is_signed_in(client)


def test_by_code(people: object, client: Client, letters: list[Letter]) -> None:
    answer = client.post("/sign-in/code/", {"email": "celina@customer.example"})
    assert answer.headers["Location"] == "/sign-in/code/confirm/"
    assert [letter.kind for letter in letters] == ["sign_in_code"]
    assert (letters[0].to, letters[0].language) == ("celina@customer.example", "pl")
    client.post("/sign-in/code/confirm/", {"code": code_in(letters[0])})
    assert is_signed_in(client)


def test_a_code_may_be_typed_in_persian_digits(people: object, client: Client, letters: list[Letter]) -> None:
    client.post("/sign-in/code/", {"email": "farid@elsewhere.example"})
    persian = code_in(letters[0]).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    client.post("/sign-in/code/confirm/", {"code": persian})
    assert is_signed_in(client)


def test_three_wrong_codes_end_the_attempt(people: object, client: Client, letters: list[Letter]) -> None:
    client.post("/sign-in/code/", {"email": "celina@customer.example"})
    for _attempt in range(3):
        client.post("/sign-in/code/confirm/", {"code": "0000-0001"})
    client.post("/sign-in/code/confirm/", {"code": code_in(letters[0])})
    assert not is_signed_in(client)


def test_customers_of_a_first_contact_come_in_by_code(
    people: object, client: Client, letters: list[Letter]
) -> None:
    find_or_create_customer("first@contact.example", "First")
    client.post("/sign-in/code/", {"email": "first@contact.example"})
    client.post("/sign-in/code/confirm/", {"code": code_in(letters[0])})
    assert is_signed_in(client)


def test_deactivated_people_stay_outside_and_open_sessions_end(people: Any, client_for: Any) -> None:
    door = client_for(people.agent)
    assert is_signed_in(door)
    cookies = {"divan_session": door.cookies["divan_session"].value}
    assert actor_of_session(cookies)
    deactivate_person(people.agent, actor=actor_of(people.administrator))
    assert actor_of_session(cookies) is None
    assert not is_signed_in(door)
    again = Client()
    assert sign_in(again, people.agent.email).headers["Location"] == "/account-inactive/"
    assert again.get("/account-inactive/").status_code == 200
    assert not is_signed_in(again)


def test_signing_out_takes_a_post(people: Any, client_for: Any) -> None:
    door = client_for(people.customer)
    assert door.get("/sign-out/").status_code == 405
    assert is_signed_in(door)
    assert door.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not is_signed_in(door)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "https:///evil.example", "javascript:alert(1)"]
)
def test_the_way_back_never_leads_to_another_host(people: object, client: Client, target: str) -> None:
    answer = client.post(
        "/sign-in/", {"login": "celina@customer.example", "password": PASSWORD, "next": target}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    answer = client.post("/preferences/theme/", {"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"
    assert client.post("/sign-out/", {"next": target}).headers["Location"] == "/sign-in/"


def test_the_way_back_on_this_host_is_taken(people: object, client: Client) -> None:
    answer = client.get("/profile/?tab=1")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fprofile%2F%3Ftab%3D1"
    answer = client.post(
        "/sign-in/", {"login": "celina@customer.example", "password": PASSWORD, "next": "/profile/?tab=1"}
    )
    assert answer.headers["Location"] == "/profile/?tab=1"


def test_a_fragment_request_is_sent_to_the_sign_in_page_as_a_whole(people: object, client: Client) -> None:
    answer = client.get(
        "/profile/",
        headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/inbox/?view=mine"},
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Finbox%2F%3Fview%3Dmine"


def test_guessing_is_slowed_down(people: object, client: Client) -> None:
    for _attempt in range(5):
        sign_in(client, "alma@divan.example", "wrong")
    answer = sign_in(client, "alma@divan.example")
    assert "Too many attempts" in answer.content.decode()
    assert not is_signed_in(client)


def test_too_many_requests_get_a_friendly_page(people: object, client: Client) -> None:
    for _attempt in range(20):
        client.post("/password/reset/", {"email": "alma@divan.example"}, REMOTE_ADDR="192.0.2.7")
    answer = client.post("/password/reset/", {"email": "else@divan.example"}, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 429
    assert b"<h1>" in answer.content


def test_a_new_password_by_code(people: object, client: Client, letters: list[Letter]) -> None:
    client.post("/password/reset/", {"email": "celina@customer.example"})
    client.post("/password/reset/confirm/", {"code": code_in(letters[0])})
    assert client.get("/password/reset/complete/").status_code == 200
    client.post("/password/reset/complete/", {"password1": "river-candle-88"})
    assert client.get("/password/reset/done/").status_code == 200
    assert User.objects.by_email("celina@customer.example").check_password("river-candle-88")
    sign_in(client, "celina@customer.example", "river-candle-88")
    assert is_signed_in(client)
