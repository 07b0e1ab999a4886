"""Who may work with checklists and scripts on a ticket."""

from divan.core.routes import TICKET_REPLY, TICKET_SEE, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "add_checklist": Route(TICKET_SEE, _POST),
    "add_ticket_item": Route(TICKET_SEE, _POST),
    "tick_item": Route(TICKET_SEE, _POST),
    "remove_ticket_item": Route(TICKET_SEE, _POST),
    "start_script": Route(TICKET_SEE, _POST),
    "answer_script": Route(TICKET_SEE, _POST),
    "give_up_script": Route(TICKET_SEE, _POST),
    "script_steps": Route(TICKET_REPLY),
}
