"""The visitor sees the photos that experts chose, and learns nothing else by them."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.chat.actions.inviting import invite_guest
from divan.chat.actions.joining import guest_joins
from divan.chat.tests.sites import a_site, frame, somebody_is_there
from divan.chat.tests.talking import Conversation, family, read, say, taken
from tests.support.cast import Cast, actor
from tests.support.pictures import picture


def has_photo(person: User) -> str:
    """They choose a photo; its address."""
    return accounts.change_photo(person, picture(), actor=actor(person)).photo_url


def states(talk: Conversation) -> Any:
    return family.states(talk.chat.channel)


def photos_in(lines: Any) -> set[str]:
    return {line["who"]["photo"] for line in lines if line["who"]["side"] == "expert"}


def test_states_and_lines_name_the_photo_of_an_expert(people: Cast) -> None:
    photo = has_photo(people.agent)
    talk = taken(people)
    say(talk.expert(people.agent), "Good day")
    assert [one["photo"] for one in states(talk)["public"]["experts"]] == [photo]
    assert [one["photo"] for one in states(talk)["desk"]["experts"]] == [photo]
    assert photos_in(read(talk.visitor())) == photos_in(read(talk.expert(people.agent))) == {photo}
    assert Client().get(photo).headers["Content-Type"] == "image/webp"


def test_who_has_none_has_initials(people: Cast) -> None:
    talk = taken(people)
    assert states(talk)["public"]["experts"][0]["photo"] == ""
    assert photos_in(read(talk.visitor())) == {""}


def test_a_photo_that_was_taken_away_is_nowhere_in_the_chat(people: Cast) -> None:
    has_photo(people.agent)
    talk = taken(people)
    say(talk.expert(people.agent), "Good day")
    accounts.remove_photo(people.agent, actor=actor(people.administrator))
    told = json.dumps([states(talk), read(talk.visitor()), read(talk.expert(people.agent))])
    assert "/photo/" not in told


def test_visitors_have_no_photo_even_if_they_are_of_the_staff(people: Cast) -> None:
    has_photo(people.other_agent)
    talk = taken(people, email=people.other_agent.email)
    say(talk.visitor(), "It is me")
    assert "/photo/" not in json.dumps([states(talk)["public"], read(talk.visitor())])


def test_a_guest_expert_has_none(people: Cast) -> None:
    has_photo(people.agent)
    talk = taken(people)
    member, token = invite_guest(talk.chat, "Dr. Okafor", "steam", actor=actor(people.agent))
    guest_joins(member)
    say(talk.guest(token), "I know this heater")
    by_name = {line["who"]["name"]: line["who"] for line in read(talk.visitor())}
    assert by_name["Dr. Okafor"]["photo"] == ""
    assert by_name[people.agent.name]["photo"] != ""


def test_photos_cost_no_query(people: Cast) -> None:
    talk = taken(people)
    say(talk.expert(people.agent), "Good day")
    door = talk.visitor()

    def queries() -> int:
        with CaptureQueriesContext(connection) as run:
            states(talk), read(door)
        return len(run)

    before = queries()
    has_photo(people.agent)
    assert queries() == before


def test_the_first_page_of_the_frame_shows_who_is_there(people: Cast) -> None:
    photo = has_photo(people.agent)
    site = a_site(people)
    somebody_is_there(people)
    page = frame(site).content.decode()
    assert f'<img src="{photo}"' in page


def test_the_console_shows_it_too(people: Cast, client_for: Any) -> None:
    photo = has_photo(people.agent)
    talk = taken(people)
    say(talk.expert(people.agent), "Good day")
    page = client_for(people.agent).get(f"/chats/{talk.chat.pk}/").content.decode()
    line = page.rsplit("Good day", 1)[0].rsplit('class="bubble', 1)[1]
    assert f'<img src="{photo}"' in line
    assert (
        page.count(photo) >= 4
    )  # beside the line, above it, in the list of who is there, and at the reader's name
