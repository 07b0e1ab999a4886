"""General settings, look, and the pages around them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.accounts.installation import installation
from divan.accounts.models import AdministrationEntry, Installation, Organization, Role

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
GENERAL = {
    "name": "Zeytin",
    "languages": ["en", "tr"],
    "default_language": "tr",
    "time_zone": "Europe/Istanbul",
    "number_prefix": "ZYT-",
    "number_checksum": "on",
    "close_after_days": "۷",
    "hotline": "+90 212 555 12 34",
}


def test_settings_are_saved_logged_and_seen_at_once(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    assert admin.post("/settings/general/", GENERAL).status_code == 302
    here = installation()
    assert here is not None
    assert (here.name, here.languages, here.default_language) == ("Zeytin", ["en", "tr"], "tr")
    assert (here.number_prefix, here.number_checksum, here.close_after_days) == ("ZYT-", True, 7)
    entry = AdministrationEntry.objects.first()
    assert entry is not None
    assert entry.kind == "settings.changed"
    assert "name" in entry.details["fields"]
    assert "Zeytin" in admin.get("/settings/log/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("number_prefix", "ab c"), ("close_after_days", "0"), ("default_language", "fa"), ("name", "")],
)
def test_what_is_wrong_is_said_beside_the_field(people: Any, client_for: Any, field: str, value: str) -> None:
    answer = client_for(people.administrator).post("/settings/general/", {**GENERAL, field: value})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Installation.objects.get().name == "Cedar Supplies"


def test_colour_and_logo(people: Any, client_for: Any, client: Client) -> None:
    admin = client_for(people.administrator)
    assert b"--brand-h:205" in client.get("/brand.css").content
    logo = SimpleUploadedFile("logo.png", PNG)
    assert admin.post("/settings/look/", {"hue": "clay", "logo": logo}).status_code == 302
    css = client.get("/brand.css")
    assert b"--brand-h:45" in css.content
    assert client.get("/brand.css", headers={"If-None-Match": css.headers["ETag"]}).status_code == 304
    picture = client.get(Installation.objects.get().logo_url)
    assert (picture.content, picture.headers["Content-Type"]) == (PNG, "image/png")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert client.get("/logo/" + "0" * 64).status_code == 404
    admin.post("/settings/look/", {"hue": "clay", "remove_logo": "on"})
    assert Installation.objects.get().logo_url == ""


@pytest.mark.parametrize("content", [b"<svg xmlns='x' onload='alert(1)'/>", b"<html>", b"GIF89a"])
def test_only_raster_logos(people: Any, client_for: Any, content: bytes) -> None:
    logo = SimpleUploadedFile("logo.png", content, content_type="image/png")
    answer = client_for(people.administrator).post("/settings/look/", {"hue": "plum", "logo": logo})
    assert answer.status_code == 422
    assert 'id="id_logo_error"' in answer.content.decode()
    assert Installation.objects.get().brand_hue == 205


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_page_opens_in_every_language(people: Any, client_for: Any, language: str) -> None:
    admin = client_for(people.administrator)
    admin.post("/preferences/language/", {"language": language})
    Organization.objects.get_or_create(name="Zeytin")
    addresses = [
        *("/settings/", "/settings/general/", "/settings/look/", "/settings/log/"),
        *("/settings/people/", "/settings/people/add/", f"/settings/people/{people.agent.pk}/"),
        *("/settings/groups/", "/settings/groups/create/", f"/settings/groups/{people.group.pk}/"),
        *("/settings/roles/", "/settings/roles/create/", "/settings/organisations/"),
        *("/settings/organisations/create/", "/settings/invitations/", "/profile/", "/password/change/"),
        reverse("settings_role", kwargs={"role_id": Role.objects.get(slug="administrator").pk}),
        reverse("settings_organization", kwargs={"organization_id": Organization.objects.get().pk}),
    ]
    for address in addresses:
        answer = admin.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert f'lang="{language}"' in page
        assert page.count("<h1") == 1
        assert " style=" not in page


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_page_for_visitors_opens_in_every_language(people: Any, client: Client, language: str) -> None:
    client.post("/preferences/language/", {"language": language})
    for address in ("/sign-in/", "/sign-up/", "/sign-in/code/", "/password/reset/", "/account-inactive/"):
        page = client.get(address).content.decode()
        assert f'lang="{language}"' in page
        assert page.count("<h1") == 1


def test_people_without_permissions_see_no_settings(people: Any, client_for: Any) -> None:
    assert client_for(people.customer).get("/settings/").status_code == 404
    assert client_for(people.agent).get("/settings/").headers["Location"] == "/profile/"
    for somebody in (people.customer, people.agent, people.supervisor, people.clerk):
        door = client_for(somebody)
        for address in ("/settings/general/", "/settings/people/", "/settings/log/", "/settings/roles/"):
            assert door.get(address).status_code == 404
