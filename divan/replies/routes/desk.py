"""Who may open which address of a ticket at the desk."""

from divan.core.routes import TICKET_SEE, Route

_POST = ("POST",)

ROUTES: dict[str, Route] = {
    "ticket_replies": Route(TICKET_SEE),
    "use_saved_reply": Route(TICKET_SEE, _POST),
    "apply_macro": Route(TICKET_SEE, ("GET", "POST")),
    "preview_macro": Route(TICKET_SEE),
}
