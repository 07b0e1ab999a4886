"""Photos of the staff: what is taken, what is made of it, who sees it and who takes it away."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from divan.accounts import actions
from divan.accounts.models import AdministrationEntry, User
from divan.accounts.photos import PHOTO_MAX_BYTES, SIDE, photo_path
from divan.core.errors import NotAllowed
from tests.support.cast import actor
from tests.support.pictures import ABOVE, BELOW, claimed, picture

MINE = {"name": "Sami Demir", "language": "en", "time_zone": "UTC", "theme": "", "phone": "+90 212 555 12 34"}
EXIF_ORIENTATION, EXIF_MAKER, TURNED_ROUND = 0x0112, 0x010F, 3


def upload(door: Client, content: bytes, **instead: Any) -> Any:
    """Send the profile with a photo."""
    return door.post("/profile/", {**MINE, "photo": SimpleUploadedFile("me.png", content), **instead})


def shown(person: User) -> Image.Image:
    """The photo of a person as a browser gets it that knows nobody here."""
    answer = Client().get(User.objects.get(pk=person.pk).photo_url)
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.content))


def opened(door: Client, address: str) -> tuple[int, str]:
    """How many queries the page takes, and the page. The installation is remembered for a moment, so it does not count."""
    door.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = door.get(address).content.decode()
    return sum("accounts_installation" not in query["sql"] for query in queries), page


def photo_of(person: User) -> str:
    return User.objects.values_list("photo", flat=True).get(pk=person.pk)


def nearly(colour: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_square(people: Any, client_for: Any, kind: str) -> None:
    assert upload(client_for(people.agent), picture(kind, (900, 600))).status_code == 302
    photo = shown(people.agent)
    assert (photo.format, photo.size) == ("WEBP", (SIDE, SIDE))
    assert nearly(photo.getpixel((128, 20)), ABOVE)
    assert nearly(photo.getpixel((128, 236)), BELOW)


def test_it_is_served_as_a_picture_and_nothing_else(people: Any, client_for: Any, client: Client) -> None:
    upload(client_for(people.agent), picture())
    answer = client.get(User.objects.get(pk=people.agent.pk).photo_url)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert len(answer.content) < 20_000
    assert client.get("/photo/" + "0" * 32).status_code == 404


def test_what_a_camera_wrote_is_gone_and_the_picture_stands_upright(people: Any, client_for: Any) -> None:
    noted = Image.Exif()
    noted[EXIF_ORIENTATION], noted[EXIF_MAKER] = TURNED_ROUND, "A camera that knows where I live"
    upload(client_for(people.agent), picture("JPEG", exif=noted))
    photo = shown(people.agent)
    assert not photo.getexif()
    assert "A camera" not in repr(photo.info)
    assert nearly(photo.getpixel((128, 20)), BELOW)


def test_a_second_file_behind_the_picture_is_gone(people: Any, client_for: Any) -> None:
    upload(client_for(people.agent), picture("JPEG") + b"<script>alert(1)</script>")
    with default_storage.open(photo_path(photo_of(people.agent))) as kept:
        assert b"script" not in kept.read()


def test_what_is_transparent_becomes_white(people: Any, client_for: Any) -> None:
    glass = io.BytesIO()
    Image.new("RGBA", (80, 80), (0, 0, 0, 0)).save(glass, "PNG")
    upload(client_for(people.agent), glass.getvalue())
    assert nearly(shown(people.agent).getpixel((40, 40)), (255, 255, 255))


def mislabelled() -> bytes:
    """A picture that is to be turned, whose maker stands where Exif has the place of its strips (TIFF 6.0, section 8)."""
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKER] = TURNED_ROUND, "Kestrel"
    maker, strips = b"\x01\x0f\x00\x02", b"\x01\x11\x00\x02"
    written = picture("JPEG", exif=exif)
    assert maker in written
    return written.replace(maker, strips)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture("GIF"),
        picture("TIFF"),
        picture("JPEG")[:400],
        b"\x89PNG\r\n\x1a\n and nothing more",
        claimed(5001, 5000),
        claimed(60_000, 60_000),
        picture("JPEG") + b"\0" * PHOTO_MAX_BYTES,
        mislabelled(),
    ],
    ids=["svg", "gif", "tiff", "cut off", "no picture", "many pixels", "bomb", "large", "mislabelled"],
)
def test_anything_else_is_refused_beside_the_field_and_nothing_is_lost(
    people: Any, client_for: Any, content: bytes
) -> None:
    answer = upload(client_for(people.agent), content, phone="+90 212 000 00 00")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in page
    assert 'value="+90 212 000 00 00"' in page
    person = User.objects.get(pk=people.agent.pk)
    assert (person.photo, person.phone) == ("", "")


def test_another_photo_has_another_address_and_the_first_is_gone(
    people: Any, client_for: Any, django_capture_on_commit_callbacks: Any
) -> None:
    door = client_for(people.agent)
    upload(door, picture())
    first = User.objects.get(pk=people.agent.pk).photo_url
    with django_capture_on_commit_callbacks(execute=True):
        upload(door, picture())
    second = User.objects.get(pk=people.agent.pk).photo_url
    assert first != second
    assert (door.get(first).status_code, door.get(second).status_code) == (404, 200)


def test_whoever_has_a_photo_can_remove_it(
    people: Any, client_for: Any, django_capture_on_commit_callbacks: Any
) -> None:
    door = client_for(people.agent)
    assert 'name="remove_photo"' not in door.get("/profile/").content.decode()
    upload(door, picture())
    photo = User.objects.get(pk=people.agent.pk).photo_url
    assert 'name="remove_photo"' in door.get("/profile/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        door.post("/profile/", {**MINE, "remove_photo": "on"})
    assert photo_of(people.agent) == ""
    assert door.get(photo).status_code == 404


def test_saving_the_profile_leaves_the_photo(people: Any, client_for: Any) -> None:
    door = client_for(people.agent)
    upload(door, picture())
    photo = photo_of(people.agent)
    door.post("/profile/", {**MINE, "phone": "12345"})
    assert photo_of(people.agent) == photo != ""


def test_customers_have_no_photos(people: Any, client_for: Any) -> None:
    door = client_for(people.customer)
    assert 'name="photo"' not in door.get("/profile/").content.decode()
    upload(door, picture())
    assert photo_of(people.customer) == ""


def test_nobody_gives_somebody_else_a_photo(people: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.change_photo(people.agent, picture(), actor=actor(people.administrator))


def test_who_manages_people_can_take_a_photo_away(people: Any, client_for: Any) -> None:
    upload(client_for(people.agent), picture())
    door = client_for(people.administrator)
    away = f"/settings/people/{people.agent.pk}/photo/remove/"
    assert away in door.get(f"/settings/people/{people.agent.pk}/").content.decode()
    door.post(away)
    assert photo_of(people.agent) == ""
    entry = AdministrationEntry.objects.get(kind="person.photo_removed")
    assert (entry.actor_id, entry.details["id"]) == (people.administrator.pk, people.agent.pk)
    assert away not in door.get(f"/settings/people/{people.agent.pk}/").content.decode()
    door.post(away)
    assert AdministrationEntry.objects.filter(kind="person.photo_removed").count() == 1


def test_who_does_not_manage_people_takes_nothing_away(people: Any, client_for: Any) -> None:
    upload(client_for(people.agent), picture())
    answer = client_for(people.other_agent).post(f"/settings/people/{people.agent.pk}/photo/remove/")
    assert answer.status_code == 404
    assert photo_of(people.agent) != ""


def test_the_photo_stands_in_place_of_the_initials(people: Any, client_for: Any) -> None:
    door = client_for(people.agent)
    upload(door, picture())
    page = door.get("/profile/").content.decode()
    address = User.objects.get(pk=people.agent.pk).photo_url
    assert f'<img src="{address}" alt=""' in page


def test_the_list_of_people_shows_photos_without_another_query(people: Any, client_for: Any) -> None:
    door = client_for(people.administrator)
    before, _page = opened(door, "/settings/people/")
    for person in (people.agent, people.other_agent, people.administrator):
        actions.change_photo(person, picture(), actor=actor(person))
    after, page = opened(door, "/settings/people/")
    assert after == before
    for person in (people.agent, people.other_agent, people.administrator):
        assert User.objects.get(pk=person.pk).photo_url in page


def test_the_profile_says_who_else_can_change_something(people: Any, client_for: Any) -> None:
    User.objects.filter(pk__in=[people.agent.pk, people.customer.pk]).update(language="en")
    taken_away = "an administrator can remove your photo"
    assert taken_away in client_for(people.agent).get("/profile/").content.decode()
    customers = client_for(people.customer).get("/profile/").content.decode()
    assert "nobody else can change it" in customers
    assert taken_away not in customers
