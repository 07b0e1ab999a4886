"""Who may do what with the clock at the desk."""

from divan.core.routes import TICKET_SEE, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "log_time": Route(TICKET_SEE, ("GET", "POST")),
    "correct_time": Route(TICKET_SEE, ("GET", "POST")),
    "remove_time": Route(TICKET_SEE, _POST),
    "start_timer": Route(TICKET_SEE, _POST),
    "pause_timer": Route(TICKET_SEE, _POST),
    "stop_timer": Route(TICKET_SEE, _POST),
    "discard_timer": Route(TICKET_SEE, _POST),
}
