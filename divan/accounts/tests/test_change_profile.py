"""What people change about themselves, and what they cannot."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from divan.accounts import actions
from divan.accounts.actions.profile import Profile
from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.accounts.tests.doors import PASSWORD, is_signed_in, sign_in
from divan.core.errors import NotAllowed

MINE = {
    "name": "Celina Nowak-Berg",
    "phone": "+48 22 555 12 34",
    "language": "he",
    "time_zone": "Asia/Jerusalem",
    "theme": "dark",
    "shortcuts_enabled": "on",
}


def test_own_fields_are_saved_and_the_page_follows(people: Any, client_for: Any) -> None:
    door = client_for(people.customer)
    assert door.post("/profile/", MINE).status_code == 302
    page = door.get("/profile/").content.decode()
    assert '<html lang="he" dir="rtl" data-theme="dark"' in page
    person = User.objects.get(pk=people.customer.pk)
    assert (person.phone, person.time_zone) == ("+48 22 555 12 34", "Asia/Jerusalem")


def test_no_field_of_the_profile_gives_rights(people: Any, client_for: Any) -> None:
    door = client_for(people.customer)
    forged = {
        "role": "1",
        "role_id": "1",
        "is_staff": "on",
        "is_active": "",
        "organization": "1",
        "groups": [people.group.pk],
        "email": "alma@divan.example",
        "permissions": "people.manage",
    }
    door.post("/profile/", {**MINE, **forged})
    person = User.objects.get(pk=people.customer.pk)
    assert (person.role.slug, person.organization_id, person.email) == (
        "customer",
        None,
        "celina@customer.example",
    )
    assert person.is_active
    assert not person.memberships.exists()


def test_nobody_changes_the_profile_of_somebody_else(people: Any) -> None:
    profile = Profile("Mallory", "en", "UTC", "", "", True)
    with pytest.raises(NotAllowed):
        actions.change_profile(people.customer, profile, actor=actor_of(people.administrator))


def test_errors_stand_beside_the_field(people: Any, client_for: Any) -> None:
    answer = client_for(people.agent).post("/profile/", {**MINE, "time_zone": "Mars/Olympus", "name": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_time_zone_error"' in page
    assert 'id="id_name_error"' in page


def test_a_new_password_takes_the_old_one(people: Any, client_for: Any) -> None:
    door, elsewhere = client_for(people.agent), Client()
    sign_in(elsewhere, people.agent.email)
    form = {"oldpassword": "wrong", "password1": "river-candle-88"}
    assert b'id="id_oldpassword_error"' in door.post("/password/change/", form).content
    assert User.objects.get(pk=people.agent.pk).check_password(PASSWORD)
    door.post("/password/change/", {**form, "oldpassword": PASSWORD})
    assert User.objects.get(pk=people.agent.pk).check_password("river-candle-88")
    assert is_signed_in(door)
    assert not is_signed_in(elsewhere)


def test_people_without_a_password_can_set_one(people: Any, client_for: Any) -> None:
    person = actions.find_or_create_customer("first@contact.example", "First")
    door = client_for(person)
    assert door.get("/password/change/").headers["Location"] == "/password/set/"
    assert door.post("/password/set/", {"password1": "river-candle-88"}).status_code == 302
    assert User.objects.get(pk=person.pk).check_password("river-candle-88")
    assert door.get("/password/set/").headers["Location"] == "/password/change/"


def test_one_device_can_be_signed_out(people: Any, client_for: Any) -> None:
    here, there = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}), Client()
    sign_in(here, people.agent.email)
    sign_in(there, people.agent.email)
    page = here.get("/profile/").content.decode()
    assert "Firefox" in page
    session_id = page.split("/profile/sessions/")[2].split("/")[0]
    assert here.post(f"/profile/sessions/{session_id}/end/").status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_the_sessions_of_others_do_not_exist(people: Any, client_for: Any) -> None:
    victim = Client()
    sign_in(victim, people.agent.email)
    mallory = client_for(people.customer)
    for session_id in range(1, 6):
        mallory.post(f"/profile/sessions/{session_id}/end/")
    assert is_signed_in(victim)


def test_signing_out_everywhere(people: Any) -> None:
    here, there = Client(), Client()
    sign_in(here, people.agent.email)
    sign_in(there, people.agent.email)
    assert here.post("/profile/sessions/end/").headers["Location"] == "/sign-in/"
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_visitors_keep_language_and_look_in_cookies(people: Any, client: Client) -> None:
    client.post("/preferences/language/", {"language": "pl", "next": "/sign-in/"})
    client.post("/preferences/theme/", {"theme": "dark"})
    assert b'<html lang="pl" dir="ltr" data-theme="dark"' in client.get("/sign-in/").content
    assert client.post("/preferences/language/", {"language": "xx"}).status_code == 400
    assert client.get("/preferences/language/").status_code == 405
