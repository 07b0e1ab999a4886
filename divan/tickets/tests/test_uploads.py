"""Files on their way into a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from divan.accounts.models import User
from divan.conversations.models import Attachment
from divan.tickets.views import upload_room
from tests.support.cast import Cast
from tests.support.stock import PIXEL

Doors = Callable[[User | None], Client]


def _send(client: Client, name: str = "a.txt", content: bytes = b"abc") -> tuple[int, dict[str, Any]]:
    response = client.post("/uploads/", {"file": SimpleUploadedFile(name, content)})
    return response.status_code, response.json()


def test_a_file_belongs_to_who_sent_it(people: Cast, client_for: Doors) -> None:
    status, answer = _send(client_for(people.agent), "../../etc/گزارش.txt")
    kept = Attachment.objects.get(pk=answer["id"])
    assert status == 201
    assert (kept.uploaded_by, kept.name, kept.message) == (people.agent, "گزارش.txt", None)


def test_too_large_and_nothing_at_all_are_refused(
    people: Cast, client_for: Doors, settings: Settings
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2
    client = client_for(people.agent)
    status, answer = _send(client)
    assert (status, "error" in answer) == (422, True)
    assert client.post("/uploads/").status_code == 422
    assert not Attachment.objects.exists()


def test_nobody_fills_the_disk(people: Cast, client_for: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_room, "QUOTA_FILES", 3)
    client = client_for(people.agent)
    assert [_send(client)[0] for _file in range(5)] == [201, 201, 201, 422, 422]
    assert _send(client_for(people.supervisor))[0] == 201


def test_a_stranger_needs_a_page_first(people: Cast, client_for: Doors) -> None:
    assert _send(client_for(None))[0] == 422


def test_a_pasted_picture_is_shown_to_its_author_alone(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    sent = {"file": SimpleUploadedFile("shot.png", PIXEL), "inline": "1"}
    answer = client.post("/uploads/", sent).json()
    assert Attachment.objects.get(pk=answer["id"]).content_id == answer["cid"]
    assert client.get(answer["url"]).headers["Content-Type"] == "image/png"
    assert client_for(people.supervisor).get(answer["url"]).status_code == 404
