"""Who may open which address of the desk."""

from divan.core.routes import TICKET_CHANGE, TICKET_REPLY, TICKET_SEE, Route

_DEED, _POST = ("GET", "POST"), ("POST",)

ROUTES: dict[str, Route] = {
    "ticket_presence": Route(TICKET_SEE),
    "ticket_mentionable": Route(TICKET_SEE),
    "open_side_thread": Route(TICKET_SEE, _DEED),
    "side_thread": Route(TICKET_SEE),
    "side_thread_messages": Route(TICKET_SEE),
    "side_thread_file": Route(TICKET_SEE),
    "side_thread_mentionable": Route(TICKET_SEE),
    "write_side_thread": Route(TICKET_SEE, _POST),
    "add_to_side_thread": Route(TICKET_SEE, _POST),
    "remove_from_side_thread": Route(TICKET_SEE, _POST),
    "close_side_thread": Route(TICKET_SEE, _POST),
    "reopen_side_thread": Route(TICKET_SEE, _POST),
    "refer_ticket": Route(TICKET_SEE, _DEED),
    "answer_referral": Route(TICKET_SEE, _DEED),
    "return_referral": Route(TICKET_SEE, _DEED),
    "take_back_referral": Route(TICKET_SEE, ("POST",)),
    "hand_over_ticket": Route(TICKET_CHANGE, _DEED),
    "escalate_ticket": Route(TICKET_REPLY, _DEED),
}
