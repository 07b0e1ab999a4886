"""Class 36: the files that lie in a form count like those that were uploaded before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Attachment
from divan.tickets.views import upload_room
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]


def _send_wrong_form(client: Client) -> int:
    """A form that is refused, with a file in it."""
    answer = client.post("/forms/contact/", {"files": SimpleUploadedFile("a.txt", b"abc")})
    return answer.status_code


@pytest.mark.parametrize("limit", ["QUOTA_FILES", "STRANGERS_AN_HOUR"])
def test_refused_forms_do_not_fill_the_disk(
    people: Cast, client_for: Doors, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(upload_room, limit, 2)
    client = client_for(None)
    client.get("/forms/contact/")
    assert [_send_wrong_form(client) for _time in range(4)] == [422] * 4
    assert Attachment.objects.count() == 2


def test_a_browser_without_a_key_leaves_nothing(people: Cast, client_for: Doors) -> None:
    assert _send_wrong_form(client_for(None)) == 422
    assert not Attachment.objects.exists()


def test_numbers_of_files_that_cannot_be(people: Cast, client_for: Doors) -> None:
    answer = client_for(people.customer).post("/forms/contact/", {"attachments": ["9" * 5000, "9" * 30]})
    assert answer.status_code == 422
