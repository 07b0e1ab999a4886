"""The verbs of rooms."""

from divan.rooms.actions.attaching import attach_to_ticket
from divan.rooms.actions.keeping import close_room, rename_room, reopen_room
from divan.rooms.actions.opening import open_direct, open_room
from divan.rooms.actions.people import add_people, leave_room, remove_from_room
from divan.rooms.actions.reading import mark_read
from divan.rooms.actions.saying import Words, say

__all__ = [
    "Words",
    "add_people",
    "attach_to_ticket",
    "close_room",
    "leave_room",
    "mark_read",
    "open_direct",
    "open_room",
    "remove_from_room",
    "rename_room",
    "reopen_room",
    "say",
]
