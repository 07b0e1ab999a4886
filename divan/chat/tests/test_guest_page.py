"""The page of an expert without an account: one chat, and no way to anything else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.chat.access import seat_of_guest, seat_of_staff
from divan.chat.actions.accepting import accept
from divan.chat.actions.ending import end_chat
from divan.chat.actions.inviting import invite_guest, remove
from divan.chat.actions.speaking import say, whisper
from divan.chat.models import Chat, ChatMember, EndReason
from divan.chat.tests.waiting_room import arrive, lines_of, site_of
from divan.conversations.actions import upload
from tests.support.cast import Cast, actor


@pytest.fixture
def chat(people: Cast) -> Chat:
    return accept(arrive(site_of(people)), actor=actor(people.agent))


@pytest.fixture
def link(chat: Chat, people: Cast) -> tuple[ChatMember, str]:
    member, token = invite_guest(chat, "Ines", "Heaters", actor=actor(people.agent))
    return member, f"/chat/expert/{token}/"


def _seat(chat: Chat, people: Cast) -> Any:
    return seat_of_staff(actor(people.agent), chat.pk)


def test_looking_at_the_link_is_not_coming(chat: Chat, link: tuple[ChatMember, str]) -> None:
    answer = Client().get(link[1])
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "The heater does not start." not in answer.content.decode()
    assert "joined" not in lines_of(chat)


def test_a_guest_comes_reads_and_has_both_composers(chat: Chat, link: tuple[ChatMember, str]) -> None:
    client = Client()
    assert client.post(link[1]).status_code == 303
    page = client.get(link[1]).content.decode()
    assert "The heater does not start." in page
    assert f'id="reply-{chat.pk}"' in page
    assert f'id="note-{chat.pk}"' in page
    assert lines_of(chat).count("joined") == 1
    client.post(link[1])
    assert lines_of(chat).count("joined") == 1


def test_no_link_of_the_page_leads_to_the_desk(link: tuple[ChatMember, str]) -> None:
    client = Client()
    client.post(link[1])
    page = client.get(link[1]).content.decode()
    main = page[page.index("<main") :]
    addresses = re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"]*)"', main)
    assert [one for one in addresses if not one.startswith(("/static/", "/chat/"))] == []


def test_a_guest_reads_no_whisper_to_somebody_else(
    chat: Chat, link: tuple[ChatMember, str], people: Cast
) -> None:
    client = Client()
    client.post(link[1])
    _other, token = invite_guest(chat, "Jan", "", actor=actor(people.agent))
    to = ChatMember.objects.get(chat=chat, name="Jan")
    whisper(chat, "Chamomile for Jan.", seat=_seat(chat, people), key="jan", to=to.pk)
    whisper(chat, "Juniper for all.", seat=_seat(chat, people), key="all")
    page = client.get(link[1]).content.decode()
    assert "Chamomile" not in page
    assert "Juniper" in page
    assert seat_of_guest(token) is not None


def test_a_guest_opens_files_of_this_chat_alone(
    chat: Chat, link: tuple[ChatMember, str], people: Cast
) -> None:
    lead = actor(people.agent)
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=lead)
    say(chat, "See the file.", seat=_seat(chat, people), key="file", attachments=(file.pk,))
    path = f"/chats/{chat.pk}/files/{file.pk}/"
    client = Client()
    assert client.get(path).status_code == 302
    client.post(link[1])
    client.get(link[1])
    assert b"".join(client.get(path).streaming_content) == b"worn out"  # type: ignore[attr-defined]
    assert client.get(f"/chats/{chat.pk + 1}/files/{file.pk}/").status_code == 302
    assert client.get(f"/chats/{chat.pk}/").status_code == 302


def _upload(client: Client, path: str, name: str = "plan.txt") -> Any:
    return client.post(f"{path}files/", {"file": SimpleUploadedFile(name, b"two wires")})


def _lines(client: Client, path: str, chat: Chat, **content: Any) -> list[dict[str, Any]]:
    """What the server answers to something that the guest says."""
    headers = {"Authorization": f"Bearer {path.split('/')[-2]}"}
    client.get("/lines/", {chat.channel: "0"}, headers=headers)
    say_it = {"say": {"channel": chat.channel, "key": f"key {len(content)}", "content": content}}
    answer = client.post(
        "/lines/", json.dumps({"frames": [say_it]}), content_type="application/json", headers=headers
    )
    told: list[dict[str, Any]] = answer.json()["frames"]
    return told


def test_a_guest_sends_files_as_their_own(chat: Chat, link: tuple[ChatMember, str]) -> None:
    client, path = Client(), link[1]
    client.post(path)
    kept = _upload(client, path).json()
    key = re.search(r'data-upload-key="([^"]+)"', client.get(path).content.decode())
    assert key is not None
    told = _lines(client, path, chat, files=[kept["id"]], upload_key=key[1])
    assert any("stored" in frame for frame in told)
    assert b"".join(client.get(f"/chats/{chat.pk}/files/{kept['id']}/").streaming_content) == b"two wires"  # type: ignore[attr-defined]


def test_a_guest_sends_no_files_of_others(chat: Chat, link: tuple[ChatMember, str], people: Cast) -> None:
    client, path = Client(), link[1]
    client.post(path)
    file = upload(SimpleUploadedFile("bill.txt", b"secret"), actor=actor(people.customer))
    told = _lines(client, path, chat, files=[file.pk], upload_key="drawn by somebody")
    assert any(frame.get("final") for frame in told)


def test_a_guest_leaves_and_the_link_is_over(chat: Chat, link: tuple[ChatMember, str]) -> None:
    client, path = Client(), link[1]
    client.post(path)
    assert client.get(f"{path}leave/").status_code == 405
    assert client.post(f"{path}leave/").headers["Location"] == path
    assert client.get(path).status_code == 410
    assert _upload(client, path).status_code == 404
    assert lines_of(chat, public=True)[-1] == "left"


@pytest.mark.parametrize("how", ["ended", "removed", "wrong"])
def test_a_link_that_is_over_says_so_and_nothing_else(
    how: str, chat: Chat, link: tuple[ChatMember, str], people: Cast
) -> None:
    client, (member, path) = Client(), link
    client.post(path)
    if how == "ended":
        end_chat(chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    elif how == "removed":
        remove(member, actor=actor(people.agent))
    else:
        path = "/chat/expert/wrong/"
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "Nora" not in answer.content.decode()
