"""Addresses of rooms."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.rooms.views import about, attaching, opening, pages

_ROOM = "rooms/<int:room_id>/"

urlpatterns: list[URLPattern] = [
    path("rooms/", pages.rooms, name="rooms"),
    path("rooms/list/", pages.rooms_list, name="rooms_list"),
    path("rooms/count/", pages.rooms_count, name="rooms_count"),
    path("rooms/new/", opening.open_room, name="open_room"),
    path("rooms/people/", opening.room_people, name="room_people"),
    path("rooms/direct/", opening.open_direct, name="open_direct"),
    path(_ROOM, pages.room, name="room"),
    path(f"{_ROOM}earlier/", pages.room_earlier, name="room_earlier"),
    path(f"{_ROOM}say/", pages.say_in_room, name="say_in_room"),
    path(f"{_ROOM}about/", about.room_about, name="room_about"),
    path(f"{_ROOM}rename/", about.rename_room, name="rename_room"),
    path(f"{_ROOM}add/", about.add_people_to_room, name="add_people_to_room"),
    path(f"{_ROOM}leave/", about.leave_room, name="leave_room"),
    path(f"{_ROOM}remove/", about.remove_from_room, name="remove_from_room"),
    path(f"{_ROOM}close/", about.close_room, name="close_room"),
    path(f"{_ROOM}reopen/", about.reopen_room, name="reopen_room"),
    path(f"{_ROOM}attach/", attaching.attach_room_lines, name="attach_room_lines"),
    path(f"{_ROOM}files/<int:room_file_id>/<str:name>", pages.room_file, name="room_file"),
]
