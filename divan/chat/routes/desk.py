"""Who may open which address of the console. What only those in a chat may do, its verbs say (`access.may`)."""

from divan.core.routes import GUEST_LINK, STAFF, TICKET_REPLY, TICKET_SEE, Route

_FORM = ("GET", "POST")

ROUTES: dict[str, Route] = {
    "chats": Route(STAFF),
    "chats_waiting": Route(STAFF),
    "accept_next_chat": Route(STAFF, ("POST",)),
    "set_chat_presence": Route(STAFF, ("POST",)),
    "set_chat_capacity": Route(STAFF, ("POST",)),
    "show_chat": Route(TICKET_SEE),
    "chat_now": Route(TICKET_SEE),
    "chat_earlier": Route(TICKET_SEE),
    "chat_articles": Route(TICKET_SEE),
    "chat_suggestions": Route(TICKET_SEE),
    "accept_chat": Route(TICKET_REPLY, ("POST",)),
    "join_chat": Route(TICKET_REPLY, ("POST",)),
    "watch_chat": Route("perm:chat.supervise", ("POST",)),
    "leave_chat": Route(TICKET_SEE, ("POST",)),
    "lead_chat": Route(TICKET_REPLY, ("POST",)),
    "remove_from_chat": Route(TICKET_REPLY, ("POST",)),
    "transfer_chat": Route(TICKET_REPLY, _FORM),
    "invite_to_chat": Route(TICKET_REPLY, _FORM),
    "invite_guest_expert": Route(TICKET_REPLY, _FORM),
    "end_chat": Route(TICKET_REPLY, _FORM),
    "chat_line_file": Route(TICKET_SEE),
    "guest_expert": Route(GUEST_LINK, _FORM),
    "guest_upload": Route(GUEST_LINK, ("POST",)),
    "guest_leave": Route(GUEST_LINK, ("POST",)),
}
