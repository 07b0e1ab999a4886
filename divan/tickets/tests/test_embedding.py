"""Forms in frames on other sites: which sites, which people, and what every other page keeps refusing."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.conversations.models import Attachment
from divan.tickets.models import Form, Ticket
from divan.tickets.ready_made import create_forms
from divan.tickets.tests.portal import PAGE_STAMP, stamp_of
from tests.support.cast import Cast

SHOP = "https://shop.example"
PATH = "/embed/forms/contact/"


@pytest.fixture
def form(people: Cast) -> Form:
    create_forms(people.group)
    Form.objects.filter(slug="contact").update(origins=[SHOP, "http://127.0.0.1:8100"])
    return Form.objects.get(slug="contact")


def strict() -> Client:
    """A browser that keeps no cookies, in front of the real protection against forged forms."""
    return Client(enforce_csrf_checks=True)


def post(client: Client, path: str = PATH, **fields: Any) -> Any:
    """Send the form as a frame does, without any cookie."""
    given = {
        "name": "Nil Arslan",
        "email": "nil@customer.example",
        "subject": "A question",
        "body": "Why are there two lines for March?",
        "stamp": fields.pop("stamp", None) or stamp_of(client.get(path)),
        **fields,
    }
    client.cookies.clear()
    return client.post(path, given)


def test_only_the_sites_of_the_form_may_show_it(form: Form) -> None:
    response = strict().get(PATH)
    policy = response.headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {SHOP} http://127.0.0.1:8100")
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert response.cookies == {}


def test_every_other_page_refuses_frames(form: Form, client_for, people: Cast) -> None:
    for path in ("/forms/contact/", "/", "/new/"):
        response = Client().get(path)
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    Form.objects.filter(pk=form.pk).update(origins=[])
    assert strict().get(PATH).status_code == 404


def test_a_ticket_comes_without_any_cookie(form: Form) -> None:
    client = strict()
    response = post(client, f"{PATH}?language=he&theme=dark&origin={SHOP}")
    assert response.status_code == 302
    assert response.headers["Location"].endswith("?language=he&theme=dark&origin=https%3A%2F%2Fshop.example")
    ticket = Ticket.objects.get()
    assert (ticket.form, ticket.channel, ticket.requester.email) == (form, "form", "nil@customer.example")
    assert ticket.requester.language == "he"
    sent = client.get(response.headers["Location"])
    assert ticket.number in sent.content.decode()
    assert sent.headers["Content-Security-Policy"].endswith("http://127.0.0.1:8100")


def test_without_the_stamp_of_this_form_nothing_is_taken(form: Form) -> None:
    Form.objects.filter(slug="support").update(origins=[SHOP])
    client = strict()
    foreign = (
        stamp_of(client.get("/embed/forms/support/")),
        stamp_of(client.get("/forms/contact/")),
        "x:y:z",
    )
    for stamp in foreign:
        assert post(client, stamp=stamp).status_code == 422
    assert Ticket.objects.count() == 0


def test_whoever_is_signed_in_is_nobody_in_a_frame(form: Form, people: Cast, client_for) -> None:
    client = client_for(people.agent)
    page = client.get(PATH).content.decode()
    assert 'name="email"' in page
    assert people.agent.name not in page
    stamp = PAGE_STAMP.search(page)
    assert stamp
    given = {"name": "Nil", "email": "nil@customer.example", "subject": "A", "body": "B"}
    assert client.post(PATH, {**given, "stamp": html.unescape(stamp[1])}).status_code == 302
    assert Ticket.objects.get().requester.email == "nil@customer.example"


def test_files_survive_an_error_without_cookies(form: Form) -> None:
    client = strict()
    refused = post(client, subject="", files=SimpleUploadedFile("photo.txt", b"a photo"))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "photo.txt" in page
    kept = re.search(r'name="attachments" value="(\d+)"', page)
    assert kept
    other = post(client, attachments=kept[1])
    assert other.status_code == 302
    assert Attachment.objects.get().message is None  # the file of another page
    post(client, attachments=kept[1], stamp=stamp_of(refused))
    assert Attachment.objects.get().message is not None


def test_language_and_theme_come_from_fixed_lists(form: Form) -> None:
    page = (
        strict().get(f'{PATH}?language=he&theme=dark"><script>&origin=https://evil.example').content.decode()
    )
    assert 'lang="he" dir="rtl">' in page
    assert "<script>&" not in page
    assert 'data-parent-origin=""' in page
    dark = strict().get(f"{PATH}?theme=dark&language=xx&origin={SHOP}").content.decode()
    assert 'data-theme="dark"' in dark
    assert f'data-parent-origin="{SHOP}"' in dark


def test_a_frame_has_the_same_allowance_as_a_page(form: Form, settings) -> None:
    settings.FORMS_PER_ADDRESS = 2
    assert [post(strict()).status_code for _time in range(3)] == [302, 302, 429]


def test_the_loader_is_small_and_may_be_fetched_from_elsewhere(form: Form) -> None:
    response = strict().get("/embed/loader.js")
    assert len(response.content) < 3000
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Content-Type"].startswith("text/javascript")


def test_the_settings_say_what_to_put_on_the_site(form: Form, people: Cast, client_for) -> None:
    page = client_for(people.administrator).get(f"/settings/forms/{form.pk}/embedding/").content.decode()
    assert "/embed/loader.js" in page
    assert "data-form=&#34;contact&#34;" in page or 'data-form="contact"' in page
    assert SHOP in page
