"""Who may open which address of the desk."""

from divan.core.routes import ANYONE, STAFF, TICKET_CHANGE, TICKET_REPLY, TICKET_SEE, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "inbox": Route(STAFF),
    "inbox_counts": Route(STAFF),
    "inbox_places": Route(STAFF),
    "inbox_group": Route(STAFF),
    "inbox_view": Route(STAFF),
    "palette": Route(STAFF),
    "upload": Route(ANYONE, _POST),
    "desk_new_ticket": Route(STAFF, ("GET", "POST")),
    "show_ticket": Route(TICKET_SEE),
    "show_earlier": Route(TICKET_SEE),
    "show_changes": Route(TICKET_SEE),
    "ticket_file": Route(TICKET_SEE),
    "ticket_assignees": Route(TICKET_CHANGE),
    "ticket_groups": Route(TICKET_CHANGE),
    "ticket_priorities": Route(TICKET_CHANGE),
    "ticket_categories": Route(TICKET_CHANGE),
    "reply_ticket": Route(TICKET_REPLY, _POST),
    "note_ticket": Route(TICKET_SEE, _POST),
    "assign_ticket": Route(TICKET_CHANGE, _POST),
    "move_ticket": Route(TICKET_CHANGE, _POST),
    "set_ticket_priority": Route(TICKET_CHANGE, _POST),
    "categorise_ticket": Route(TICKET_CHANGE, _POST),
    "tag_ticket": Route(TICKET_CHANGE, _POST),
    "wait_ticket": Route(TICKET_REPLY, _POST),
    "hold_ticket": Route(TICKET_REPLY, _POST),
    "open_ticket": Route(TICKET_REPLY, _POST),
    "solve_ticket": Route(TICKET_REPLY, _POST),
    "close_ticket": Route(TICKET_CHANGE, _POST),
    "reopen_ticket": Route(TICKET_REPLY, _POST),
}
