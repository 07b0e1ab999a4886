"""Saying something in a room, over the live lines and with the plain form."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.conversations.actions import upload
from divan.conversations.models import Message
from divan.core.errors import NotAllowed, Refused
from divan.realtime.lines.families import Declined, Saying, Stored, family_of
from divan.rooms.actions import Words, close_room, leave_room, say
from divan.rooms.family import RoomFamily
from divan.rooms.models import Room, RoomLine, RoomMention
from divan.rooms.tests.support import address, seat_of, tell
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fccfc0f01f00050001"
    "ff5ca5c2c00000000049454e44ae426082"
)


def saying(room: Room, person: object, key: str, text: str, files: list[int] | None = None) -> Saying:
    seat = seat_of(room, person)
    assert seat is not None
    return Saying(seat, key, {"text": text, "attachments": files or []})


def test_the_rooms_are_a_family_of_lines(room: Room) -> None:
    assert isinstance(family_of(room.channel), RoomFamily)


def test_the_same_key_twice_is_one_line(room: Room, people: Cast) -> None:
    once = saying(room, people.agent, "k1", "Hello")
    again, other = RoomFamily().say([once, saying(room, people.other_agent, "k1", "שלום")])
    assert [again, other] == [Stored(1, 1), Stored(2, 2)]
    assert RoomFamily().say([once, once]) == [Stored(1, 1), Stored(1, 1)]
    assert list(RoomLine.objects.values_list("serial", flat=True)) == [1, 2]


def test_a_batch_stores_what_may_be_stored(room: Room, people: Cast) -> None:
    foreign = upload(SimpleUploadedFile("drum.txt", b"worn"), actor=actor(people.supervisor)).pk
    batch = [
        saying(room, people.agent, "a", "One"),
        saying(room, people.agent, "b", "  "),
        saying(room, people.agent, "c", "Whose file?", [foreign]),
        saying(room, people.agent, "d", "Two"),
    ]
    outcomes = RoomFamily().say(batch)
    assert [type(one) for one in outcomes] == [Stored, Declined, Declined, Stored]
    assert [content["text"] for content in RoomFamily().lines(batch[0].seat, 0, 10)] == ["One", "Two"]
    assert not Message.objects.filter(text="Whose file?").exists()


def test_what_a_page_sends_may_be_anything(room: Room, people: Cast) -> None:
    seat = saying(room, people.agent, "a", "").seat
    odd = [{}, {"text": 7, "attachments": "x"}, {"text": None, "attachments": [True, -1, 2**70, "1"]}]
    outcomes = RoomFamily().say([Saying(seat, f"k{n}", content) for n, content in enumerate(odd)])
    outcomes += RoomFamily().say([Saying(seat, "k" * 200, {"text": "Hello"})])
    assert all(isinstance(one, Declined) and one.is_final for one in outcomes)
    assert not RoomLine.objects.exists()


def test_lines_are_read_by_their_numbers(room: Room, people: Cast) -> None:
    for number in range(1, 6):
        tell(room, people.agent, f"Line {number}")
    seat = seat_of(room, people.other_agent)
    assert seat is not None
    assert [one["n"] for one in RoomFamily().lines(seat, 2, 2)] == [3, 4]
    fresh = RoomFamily().fresh({room.channel: 3, "room:0": 0})
    assert [one.serial for one in fresh[room.channel]] == [4, 5]
    assert fresh[room.channel][0].views["room"]["who"]["key"] == f"person:{people.agent.pk}"
    assert fresh["room:0"] == []


def test_nobody_says_anything_in_a_closed_room_or_after_leaving(room: Room, people: Cast) -> None:
    late = saying(room, people.agent, "late", "Wait")
    leave_room(room, actor=actor(people.agent))
    assert isinstance(RoomFamily().say([late])[0], Declined)
    with pytest.raises(NotAllowed):
        tell(room, people.agent, "Wait")
    close_room(room, actor=actor(people.supervisor))
    with pytest.raises(Refused):
        tell(room, people.other_agent, "Wait")
    seat = seat_of(room, people.other_agent)
    assert seat is not None
    assert not seat.may_write


def test_a_colleague_who_is_none_any_more_says_nothing(room: Room, people: Cast) -> None:
    held = saying(room, people.agent, "held", "Wait")
    people.agent.is_active = False
    people.agent.save()
    assert isinstance(RoomFamily().say([held])[0], Declined)


def test_the_plain_form_says_it_once_with_its_files(room: Room, people: Cast, client_for: Doors) -> None:
    client, file = client_for(people.agent), SimpleUploadedFile("drum.txt", b"worn out")
    sent = {"body": "See <b>this</b>", "client_key": "one", "files": file}
    for _twice in range(2):
        answer = client.post(address("say_in_room", room), sent)
        assert answer.status_code == 302
        file.seek(0)
    line = RoomLine.objects.get()
    assert line.message is not None
    kept = line.message.attachments.get()
    page = client_for(people.other_agent).get(address("room", room)).content.decode()
    assert "See &lt;b&gt;this&lt;/b&gt;" in page
    got = client_for(people.other_agent).get(address("room_file", room, room_file_id=kept.pk, name=kept.name))
    assert b"".join(got.streaming_content) == b"worn out"  # type: ignore[attr-defined]


def test_what_was_typed_stays_if_it_cannot_be_taken(room: Room, people: Cast, client_for: Doors) -> None:
    close_room(room, actor=actor(people.supervisor))
    answer = client_for(people.agent).post(
        address("say_in_room", room), {"body": "My long words", "client_key": "one"}
    )
    assert answer.status_code == 422
    assert "My long words" in answer.content.decode()


def test_a_page_shows_the_newest_lines_and_leads_to_earlier_ones(
    room: Room, people: Cast, client_for: Doors
) -> None:
    for number in range(1, 61):
        tell(room, people.agent, f"Line {number}.")
    client = client_for(people.other_agent)
    newest = client.get(address("room", room)).content.decode()
    assert 'id="line-11"' in newest
    assert 'id="line-10"' not in newest
    assert f'href="{address("room", room)}?before=11"' in newest
    earlier = client.get(address("room", room), {"before": 11}).content.decode()
    assert 'id="line-10"' in earlier
    assert 'id="line-11"' not in earlier
    found = client.get(address("room", room), {"at": 5}).content.decode()
    assert 'id="line-25"' in found
    assert 'id="line-26"' not in found


def test_an_open_page_gets_earlier_lines_alone(
    room: Room, people: Cast, client_for: Doors, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(1, 72):
        tell(room, people.agent, f"Line {number}.")
    client, there = client_for(people.other_agent), address("room_earlier", room)
    client.get(there, {"before": 2})
    for before, first, leads_on in ((72, 22, True), (22, 1, False)):
        with django_assert_num_queries(6):  # type: ignore[attr-defined]
            page = client.get(there, {"before": before}).content.decode()
        assert re.findall(r'id="line-(\d+)"', page) == [str(number) for number in range(first, before)]
        assert (f"?before={first}" in page) is leads_on
    for odd in ("", "0", "x", "9" * 30):
        assert 'id="line-' not in client.get(there, {"before": odd}).content.decode()
    assert client_for(people.clerk).get(there, {"before": 72}).status_code == 404


def test_a_picture_is_shown_and_other_files_are_named(room: Room, people: Cast, client_for: Doors) -> None:
    me = actor(people.agent)
    drum = upload(SimpleUploadedFile("drum.png", PIXEL, content_type="image/png"), actor=me)
    tell(
        room, people.agent, "Worn", files=(drum.pk, upload(SimpleUploadedFile("a.txt", b"worn"), actor=me).pk)
    )
    client = client_for(people.other_agent)
    page = client.get(address("room", room)).content.decode()
    [picture] = re.findall(r'<img src="(/rooms/[^"]+)"', page)
    assert client.get(html.unescape(picture)).headers["Content-Type"] == "image/png"


def test_a_room_is_one_channel(room: Room, people: Cast) -> None:
    for name in (f"room:0{room.pk}", f"room:{room.pk} ", "room:", "room:٣", f"room:{'9' * 30}"):
        assert RoomFamily().seat(name, actor(people.agent), "") is None


def test_mentions_are_of_members_and_by_their_whole_name(room: Room, people: Cast) -> None:
    tell(room, people.agent, "@DİNA? @דינה לוי, and @Alma Berg; ece@ece.example @Ece Demirel")
    named = RoomMention.objects.values_list("member__user_id", flat=True)
    assert list(named) == [people.other_agent.pk]


def test_who_is_mentioned_is_told_until_they_have_read_it(
    room: Room, people: Cast, client_for: Doors
) -> None:
    tell(room, people.agent, "@ece demir please look")
    client = client_for(people.supervisor)
    told = client.get("/notifications/").content.decode()
    assert f"/rooms/{room.pk}/?at=1#line-1" in told
    assert 'class="count"' in client.get("/notifications/bell/").content.decode()
    client.get(address("room", room))
    assert 'id="named-title"' not in client.get("/notifications/").content.decode()
    assert 'class="count"' not in client.get("/notifications/bell/").content.decode()


def test_words_that_nobody_may_say_for_others(room: Room, people: Cast) -> None:
    for stranger in (people.customer, people.administrator, people.clerk):
        with pytest.raises(NotAllowed):
            say(room, Words(room.pk, actor(stranger), "k", "Let me in"))
