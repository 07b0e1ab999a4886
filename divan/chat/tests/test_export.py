"""Taking chats out of the archive: many at once or one alone, and always noted (C3)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry, User
from divan.chat.models import Chat
from divan.chat.tests.past_chat import TO_ALL, TO_ONE, WORDS, Past, conference, visit
from divan.chat.tests.test_archive import past
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


@pytest.fixture
def held(people: Cast) -> Past:
    return conference(people)


@pytest.fixture
def reader(people: Cast, client_for: Doors) -> Client:
    User.objects.filter(pk=people.supervisor.pk).update(language="en")
    return client_for(people.supervisor)


def export(client: Client, form: str, **asked: Any) -> str:
    answer = client.post("/chats/archive/export/", {"form": form, **asked})
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def copy(client: Client, chat: Chat, form: str, **asked: str) -> str:
    answer = client.post(f"/chats/archive/{chat.pk}/copy/", {"form": form, **asked}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_json_holds_every_chat_that_fits_with_what_was_said(
    held: Past, people: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("divan.chat.exports.AT_ONCE", 2)
    site = held.chat.site
    assert site is not None
    for name in ("Ana", "Ben", "Cem"):
        past(site, people, name, language="pl")
    visit(site, "Dov")
    everything = json.loads(export(reader, "json"))
    assert everything["format"] == "divan.chat/1"
    assert len(everything["chats"]) == 4
    conference_of = next(one for one in everything["chats"] if one["id"] == held.chat.pk)
    said = [line["text"] for line in conference_of["lines"] if line["kind"] == "said"]
    assert said == [
        "The heater does not start.",
        "Is the lamp green?",
        "چراغ سبز است.",
        "Then it is the pump.",
    ]
    assert [one["visitor"] for one in json.loads(export(reader, "json", language="pl"))["chats"]] == [
        "Cem",
        "Ben",
        "Ana",
    ]


def test_nothing_that_fits_is_an_empty_list(held: Past, reader: Client) -> None:
    assert json.loads(export(reader, "json", rating="1"))["chats"] == []


@pytest.mark.parametrize("sign", ["=", "\uff1d"])
def test_csv_has_a_row_for_each_chat_and_no_formulas(held: Past, reader: Client, sign: str) -> None:
    Chat.objects.filter(pk=held.chat.pk).update(rating_comment=f"{sign}HYPERLINK(1)", rating=4)
    text = export(reader, "csv")
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["ticket"] == held.chat.ticket.number
    assert (row["rating"], row["rating_comment"]) == ("4", f"'{sign}HYPERLINK(1)")


def test_exports_hold_no_whispers(held: Past, reader: Client) -> None:
    for form in ("json", "csv"):
        text = export(reader, form)
        assert not any(word in text for word in WORDS)


@pytest.mark.parametrize("form", ["txt", "html", "page"])
def test_a_copy_has_whispers_only_when_they_were_asked_for(held: Past, reader: Client, form: str) -> None:
    assert not any(word in copy(reader, held.chat, form) for word in WORDS)
    inner = copy(reader, held.chat, form, whispers="1")
    assert TO_ALL in inner
    assert TO_ONE in inner
    assert "With whispers: not for the visitor" in inner
    assert "Whispered to all experts" in inner


def test_what_is_taken_out_is_noted(held: Past, people: Cast, reader: Client) -> None:
    export(reader, "csv", rating="5", since="01/02/2026")
    copy(reader, held.chat, "txt", whispers="1")
    notes = AdministrationEntry.objects.filter(kind__in=["chats.exported", "chat.exported"]).order_by("pk")
    many, one = notes
    assert (many.actor_id, many.subject) == (people.supervisor.pk, "csv")
    assert many.details == {"rating": "5", "since": "2026-02-01"}
    assert (one.subject, one.details) == (held.chat.ticket.number, {"form": "txt", "with_whispers": True})


def test_a_wrong_question_or_form_exports_nothing(held: Past, reader: Client) -> None:
    assert reader.post("/chats/archive/export/", {"form": "json", "since": "soon"}).status_code == 302
    assert reader.post("/chats/archive/export/", {"form": "exe"}).status_code == 404
    assert reader.post(f"/chats/archive/{held.chat.pk}/copy/", {"form": "exe"}).status_code == 404
    assert (
        not AdministrationEntry.objects.filter(kind__startswith="chat")
        .exclude(kind__startswith="chat_site")
        .exists()
    )


def test_the_link_to_a_copy_opens_nothing_for_others(held: Past, people: Cast, client_for: Doors) -> None:
    answer = client_for(people.supervisor).post(f"/chats/archive/{held.chat.pk}/copy/", {"form": "txt"})
    link = answer.headers["Location"]
    assert client_for(people.agent).get(link).status_code == 404
    assert client_for(None).get(link).status_code == 302
