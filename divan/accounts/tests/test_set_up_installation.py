"""The first visit: once, completely, and never again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from divan.accounts.models import Group, Installation, Role, User

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.mark.django_db
def test_every_page_leads_to_the_set_up_page(client: Client) -> None:
    for path in ("/", "/sign-in/", "/settings/people/", "/nowhere/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/set-up/")
    assert client.get("/set-up/").status_code == 200


@pytest.mark.django_db
def test_set_up_creates_everything_and_signs_the_administrator_in(
    client: Client, entered: dict[str, Any]
) -> None:
    logo = SimpleUploadedFile("logo.png", PNG, content_type="text/html")
    answer = client.post("/set-up/", {**entered, "logo": logo})

    assert answer.status_code == 302
    here = Installation.objects.get()
    assert (here.name, here.languages, here.default_language) == ("Cedar Supplies", ["en", "fa", "he"], "fa")
    assert (here.time_zone, here.brand_hue, here.logo_type) == ("Asia/Tehran", 310, "image/png")
    administrator = User.objects.get()
    assert (administrator.email, administrator.role.slug) == ("alma@divan.example", "administrator")
    assert Group.objects.get().names == {"fa": "پشتیبانی"}
    assert client.get("/settings/general/").status_code == 200
    assert client.get(here.logo_url).headers["Content-Type"] == "image/png"


@pytest.mark.django_db
def test_a_second_set_up_changes_nothing(client: Client, entered: dict[str, Any]) -> None:
    client.post("/set-up/", entered)
    stranger = Client()
    assert b"/sign-in/" in stranger.get("/set-up/").content
    answer = stranger.post("/set-up/", {**entered, "email": "mallory@elsewhere.example"})
    assert answer.status_code == 409
    assert list(User.objects.values_list("email", flat=True)) == ["alma@divan.example"]
    assert "_auth_user_id" not in stranger.session


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_wins(entered: dict[str, Any]) -> None:
    def fill_in(number: int) -> int:
        try:
            return Client().post("/set-up/", {**entered, "email": f"admin{number}@divan.example"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as browsers:
        answers = sorted(browsers.map(fill_in, range(4)))
    assert answers == [302, 409, 409, 409]
    assert Installation.objects.count() == 1
    assert User.objects.count() == 1
    assert Role.objects.filter(is_builtin=True).count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "12345678"),
        ("password", "short"),
        ("email", "not an address"),
        ("default_language", "pl"),
        ("time_zone", "Mars/Olympus"),
        ("languages", []),
        ("logo", SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", content_type="image/png")),
        ("logo", SimpleUploadedFile("logo.png", PNG + b"\0" * 600_000)),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Client, entered: dict[str, Any], field: str, value: Any
) -> None:
    answer = client.post("/set-up/", {**entered, field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page
    assert 'value="Cedar Supplies"' in page
    assert entered["password"] not in page
    assert not Installation.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_visitor_can_choose_the_language_of_the_set_up_page(client: Client) -> None:
    answer = client.post("/preferences/language/", {"language": "fa", "next": "/set-up/"})
    assert answer.headers["Location"] == "/set-up/"
    assert b'<html lang="fa" dir="rtl"' in client.get("/set-up/").content
