"""Settings of sites: what is asked, what is kept, what is shown once, and what the log says."""

from __future__ import annotations

import re

import pytest

from divan.accounts.models import AdministrationEntry
from divan.chat.colours import contrast, hue_and_chroma, ink_on
from divan.chat.models import ChatSite, ChatTopic
from divan.chat.tests.sites import SHOP, a_site
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
LIST = "/settings/chat/"


def typed(people: Cast, **other: str) -> dict[str, str]:
    return {
        "name": "Shop",
        "purpose": "sales",
        "group": str(people.group.pk),
        "origins": f"{SHOP}\nhttps://www.shop.example/",
        "wait_minutes": "7",
        "colour": "#B9623F",
        "name_en": "Hello there",
        "name_he": "שלום",
        **other,
    }


def test_a_site_is_added_and_its_secret_is_shown_once(client_for, people: Cast) -> None:
    admin = client_for(people.administrator)
    page = admin.post(f"{LIST}new/", typed(people)).content.decode()
    site = ChatSite.objects.get()
    assert (site.purpose, site.wait_minutes, site.colour) == ("sales", 7, "#b9623f")
    assert site.origins == [SHOP, "https://www.shop.example"]
    assert site.greetings == {"en": "Hello there", "he": "שלום"}
    shown = re.search(r'id="chat-secret">([0-9a-f]{64})<', page)
    assert shown
    assert shown[1] != site.secret
    assert f'data-site="{site.key}"' in page
    later = admin.get(f"{LIST}{site.pk}/").content.decode()
    assert "Greeting (English)" in later
    assert shown[1] not in later
    assert f"data-site=&#34;{site.key}" in later.replace('"', "&#34;")
    assert AdministrationEntry.objects.filter(kind="chat_site.created").count() == 1
    assert shown[1] not in str(AdministrationEntry.objects.get(kind="chat_site.created").details)


def test_a_new_secret_replaces_the_old_one(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    page = admin.post(f"{LIST}{site.pk}/secret/").content.decode()
    again = admin.post(f"{LIST}{site.pk}/secret/").content.decode()
    secrets = [re.findall(r'id="chat-secret">([0-9a-f]{64})<', one)[0] for one in (page, again)]
    assert secrets[0] != secrets[1]
    assert AdministrationEntry.objects.filter(kind="chat_site.secret_renewed").count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colour", "teal"),
        ("origins", "shop.example/path"),
        ("wait_minutes", "0"),
        ("group", "999"),
        ("name", ""),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client_for, people: Cast, field: str, value: str) -> None:
    response = client_for(people.administrator).post(f"{LIST}new/", typed(people, **{field: value}))
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not ChatSite.objects.exists()


def test_only_one_site_is_in_the_portal(client_for, people: Cast) -> None:
    a_site(people, in_portal=True)
    response = client_for(people.administrator).post(f"{LIST}new/", typed(people, in_portal="on"))
    assert response.status_code == 422
    assert 'id="id_in_portal_error"' in response.content.decode()


def test_a_change_is_logged_with_the_names_of_its_fields(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    for _again in range(2):
        assert admin.post(f"{LIST}{site.pk}/", typed(people)).status_code == 302
    entry = AdministrationEntry.objects.get(kind="chat_site.changed")
    assert set(entry.details["fields"]) == {"purpose", "wait_minutes", "colour", "origins", "greetings"}


def test_topics_are_added_ordered_and_removed(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    for name in ("Orders", "Returns"):
        page = {"name_en": name, "group": str(people.other_group.pk)}
        assert admin.post(f"{LIST}{site.pk}/topics/new/", page).status_code == 302
    first, second = site.topics.all()
    assert (first.names, first.group) == ({"en": "Orders"}, people.other_group)
    admin.post(f"{LIST}{site.pk}/topics/{second.pk}/change/", {"up": "1"})
    assert list(site.topics.all()) == [second, first]
    admin.post(f"{LIST}{site.pk}/topics/{first.pk}/", {"name_en": "Bills", "group": str(people.group.pk)})
    admin.post(f"{LIST}{site.pk}/topics/{second.pk}/change/", {"remove": "1"})
    left = ChatTopic.objects.get()
    assert (left.names, left.group) == ({"en": "Bills"}, people.group)


def test_a_site_is_taken_out_of_use_once(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    for _again in range(2):
        admin.post(f"{LIST}{site.pk}/use/", {"in_use": "0"})
    site.refresh_from_db()
    assert not site.is_active
    assert AdministrationEntry.objects.filter(kind="chat_site.in_use").count() == 1
    assert admin.get(LIST).status_code == 200


def test_words_can_be_read_on_every_colour() -> None:
    colours = [
        f"#{red:02x}{green:02x}{blue:02x}"
        for red in range(0, 256, 51)
        for green in range(0, 256, 51)
        for blue in range(0, 256, 51)
    ]
    assert min(ink_on(colour)[1] for colour in colours) >= 4.5
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert hue_and_chroma("#808080")[1] < 0.001
    assert 40 <= hue_and_chroma("#b9623f")[0] <= 46
