"""Who is in a room, who is not, and what everybody else meets: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.actions import upload
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import strip_controls
from divan.realtime import doorbell
from divan.realtime.topics import may_listen
from divan.rooms.actions import (
    add_people,
    close_room,
    leave_room,
    open_direct,
    open_room,
    remove_from_room,
    rename_room,
    reopen_room,
)
from divan.rooms.family import RoomFamily
from divan.rooms.models import Room, RoomLine
from divan.rooms.tests.support import address, seat_of, tell
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
WORDS = "Between us: the lease ends in March."
STRANGERS = ("administrator", "customer", "clerk")
PAGES = ("room", "room_about", "attach_room_lines")
POSTS = (
    *("say_in_room", "rename_room", "add_people_to_room", "leave_room", "remove_from_room"),
    *("close_room", "reopen_room", "attach_room_lines"),
)


@pytest.mark.parametrize("who", STRANGERS)
def test_who_is_no_member_meets_nothing(who: str, room: Room, people: Cast, client_for: Doors) -> None:
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(people.agent))
    tell(room, people.agent, WORDS, files=(file.pk,))
    client, stranger = client_for(getattr(people, who)), getattr(people, who)
    for name in PAGES:
        assert client.get(address(name, room)).status_code == 404
    for name in POSTS:
        assert client.post(address(name, room), {"body": "Hello", "client_key": "k"}).status_code == 404
    assert client.get(address("room_file", room, room_file_id=file.pk, name="drum.txt")).status_code == 404
    assert seat_of(room, stranger) is None
    if stranger != people.customer:
        assert WORDS not in client.get("/rooms/").content.decode()
        assert not may_listen(actor(stranger), f"rooms:{people.agent.pk}")


def test_a_file_of_one_room_is_not_in_another(room: Room, people: Cast, client_for: Doors) -> None:
    other = open_direct(people.administrator, actor=actor(people.agent))
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(people.agent))
    tell(room, people.agent, WORDS, files=(file.pk,))
    chief = client_for(people.administrator)
    for name in ("room_file",):
        there = address(name, other, room_file_id=file.pk, name="drum.txt")
        assert chief.get(there).status_code == 404
    of_upload = reverse("upload_file", kwargs={"upload_id": file.pk, "name": "drum.txt"})
    assert client_for(people.other_agent).get(of_upload).status_code == 404


def test_nobody_has_a_seat_at_what_is_no_room(room: Room, people: Cast) -> None:
    family, agent = RoomFamily(), actor(people.agent)
    for channel in ("room:0", "room:", "room:x", f"room:{room.pk}1", "room:-1"):
        assert family.seat(channel, agent, "") is None
    assert family.seat(room.channel, None, "a token") is None


def test_whoever_is_added_reads_what_was_before(room: Room, people: Cast, client_for: Doors) -> None:
    tell(room, people.agent, WORDS)
    answer = client_for(people.agent).post(
        address("add_people_to_room", room), {"people": [people.clerk.pk, people.customer.pk]}
    )
    assert answer.status_code == 302
    assert WORDS in client_for(people.clerk).get(address("room", room)).content.decode()
    assert client_for(people.customer).get(address("room", room)).status_code == 404
    assert RoomLine.objects.get(kind="joined").person == people.clerk


def test_a_leaver_loses_everything_at_once(
    room: Room,
    people: Cast,
    client_for: Doors,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    tell(room, people.agent, WORDS)
    asked_again: list[str] = []
    monkeypatch.setattr(doorbell, "recheck", asked_again.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert client_for(people.agent).post(address("leave_room", room)).headers["Location"] == "/rooms/"
    assert asked_again == [f"person:{people.agent.pk}"]
    assert seat_of(room, people.agent) is None
    assert client_for(people.agent).get(address("room", room)).status_code == 404
    assert WORDS not in client_for(people.agent).get("/rooms/").content.decode()
    assert RoomLine.objects.get(kind="left").person == people.agent


def test_who_comes_back_is_one_member_and_has_nothing_old_to_read(room: Room, people: Cast) -> None:
    leave_room(room, actor=actor(people.agent))
    tell(room, people.other_agent, "While you were away")
    add_people(room, [people.agent.pk], actor=actor(people.supervisor))
    place = room.members.get(user=people.agent)
    assert (place.left_at, place.read) == (None, 2)


def test_only_who_opened_the_room_takes_others_out(room: Room, people: Cast) -> None:
    with pytest.raises(NotAllowed):
        remove_from_room(room, people.supervisor.pk, actor=actor(people.agent))
    with pytest.raises(NotAllowed):
        remove_from_room(room, people.agent.pk, actor=actor(people.administrator))
    remove_from_room(room, people.agent.pk, actor=actor(people.supervisor))
    assert seat_of(room, people.agent) is None
    remove_from_room(room, people.agent.pk, actor=actor(people.supervisor))
    assert RoomLine.objects.filter(kind="left").count() == 1


def test_the_last_one_stays(room: Room, people: Cast) -> None:
    leave_room(room, actor=actor(people.agent))
    leave_room(room, actor=actor(people.other_agent))
    with pytest.raises(Refused):
        leave_room(room, actor=actor(people.supervisor))
    assert seat_of(room, people.supervisor) is not None


def test_a_direct_room_stays_between_two(people: Cast) -> None:
    direct = open_direct(people.other_agent, actor=actor(people.agent))
    me = actor(people.agent)
    with pytest.raises(Refused):
        add_people(direct, [people.supervisor.pk], actor=me)
    with pytest.raises(Refused):
        leave_room(direct, actor=me)
    with pytest.raises(Refused):
        rename_room(direct, "Ours", actor=me)
    with pytest.raises(Refused):
        close_room(direct, actor=me)


def test_members_rename_close_and_reopen(room: Room, people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post(address("rename_room", room), {"name": "  Lines \n and drums "})
    client.post(address("close_room", room))
    room.refresh_from_db()
    assert (room.name, room.is_open) == ("Lines and drums", False)
    assert 'id="room-is-closed"' in client.get(address("room_about", room)).content.decode()
    reopen_room(room, actor=actor(people.other_agent))
    state = RoomFamily().states(room.channel)["room"]
    assert (state["name"], state["state"]) == ("Lines and drums", "open")


def test_read_marks_never_go_back_or_beyond_what_is_there(room: Room, people: Cast) -> None:
    for number in range(3):
        tell(room, people.agent, f"Line {number}")
    seat = seat_of(room, people.other_agent)
    assert seat is not None
    for reached in (2, 1, 999):
        RoomFamily().read([(seat, reached), (seat, 1)])
        if reached != 999:
            assert room.members.get(user=people.other_agent).read == 2
    assert room.members.get(user=people.other_agent).read == 3
    leave_room(room, actor=actor(people.other_agent))
    tell(room, people.agent, "Line 4")
    RoomFamily().read([(seat, 5)])
    assert room.members.get(user=people.other_agent).read == 3


def test_only_writing_is_passed_on(room: Room, people: Cast) -> None:
    seat = seat_of(room, people.agent)
    assert seat is not None
    assert RoomFamily().note(seat, {"typing": 1, "text": "secret"}) == {"room": {"typing": True}}
    assert RoomFamily().note(seat, {"text": "secret"}) == {}


def test_the_navigation_counts_what_is_unread(room: Room, people: Cast, client_for: Doors) -> None:
    def counted(person: User) -> bool:
        return " hidden" not in client_for(person).get("/rooms/count/").content.decode()

    client = client_for(people.other_agent)
    assert not counted(people.other_agent)
    tell(room, people.agent, WORDS)
    assert counted(people.other_agent)
    assert 'hx-get="/rooms/count/"' in client.get("/rooms/people/").content.decode()
    assert 'class="unread"' in client.get("/rooms/list/").content.decode()
    client.get(address("room", room))
    assert not counted(people.other_agent)
    assert not counted(people.agent)


def test_the_page_names_who_has_come_and_who_has_gone(room: Room, people: Cast, client_for: Doors) -> None:
    User.objects.filter(pk=people.supervisor.pk).update(language="en")
    client = client_for(people.supervisor)

    def said(name: str, **sent: object) -> str:
        return strip_controls(client.post(address(name, room), sent, follow=True).content.decode())

    clerk = str(people.clerk)
    assert f"{clerk} is in the room now." in said("add_people_to_room", people=[people.clerk.pk])
    assert "Nobody new has come into the room." in said("add_people_to_room", people=[people.clerk.pk])
    assert f"{clerk} is not in the room any more." in said("remove_from_room", person=people.clerk.pk)
    assert "Choose a person." in said("remove_from_room", person=people.customer.pk)


def test_older_rooms_follow_page_by_page(people: Cast, client_for: Doors) -> None:
    me = actor(people.agent)
    names = [open_room(f"Room {number:03}", [people.clerk.pk], actor=me).name for number in range(1, 106)]
    Room.objects.update(last_line_at=Room.objects.earliest("pk").last_line_at)
    client, there, found = client_for(people.agent), "/rooms/", []
    for _page in range(2):
        page = client.get(there).content.decode()
        found += re.findall(r"<bdi>(Room \d+)</bdi></a>", page)
        there = next(iter(re.findall(r'href="(/rooms/\?older=[\d-]+)"', page)), "")
    assert found == names[::-1]
    assert not there
    assert client.get("/rooms/?older=7-x").content.decode().count("<bdi>Room ") == 100


def test_the_list_has_a_constant_number_of_queries(
    room: Room, people: Cast, client_for: Doors, django_assert_num_queries: Callable[..., object]
) -> None:
    client = client_for(people.agent)
    client.get("/rooms/list/")

    def ask() -> None:
        with django_assert_num_queries(5):  # type: ignore[attr-defined]
            assert client.get("/rooms/list/").status_code == 200

    open_direct(people.other_agent, actor=actor(people.agent))
    ask()
    for other in (people.supervisor, people.administrator, people.clerk):
        tell(open_direct(other, actor=actor(people.agent)), people.agent, WORDS)
    ask()
