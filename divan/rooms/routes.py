"""Who may open which address of rooms: staff, and of a room its members alone; the permission matrix walks it."""

from divan.core.routes import STAFF, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "rooms": Route(STAFF),
    "rooms_list": Route(STAFF),
    "rooms_count": Route(STAFF),
    "open_room": Route(STAFF, ("GET", "POST")),
    "room_people": Route(STAFF),
    "open_direct": Route(STAFF, _POST),
    "room": Route(STAFF),
    "room_earlier": Route(STAFF),
    "say_in_room": Route(STAFF, _POST),
    "room_about": Route(STAFF),
    "rename_room": Route(STAFF, _POST),
    "add_people_to_room": Route(STAFF, _POST),
    "leave_room": Route(STAFF, _POST),
    "remove_from_room": Route(STAFF, _POST),
    "close_room": Route(STAFF, _POST),
    "reopen_room": Route(STAFF, _POST),
    "attach_room_lines": Route(STAFF, ("GET", "POST")),
    "room_file": Route(STAFF),
}
