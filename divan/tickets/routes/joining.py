"""Who may merge, split, link and follow. What is said of the other ticket is asked of the gate again."""

from divan.core.routes import STAFF, TICKET_CHANGE, TICKET_REPLY, TICKET_SEE, Route

_FORM = ("GET", "POST")

ROUTES: dict[str, Route] = {
    "likely_duplicates": Route(STAFF),
    "ticket_targets": Route(TICKET_SEE),
    "merge_ticket": Route(TICKET_CHANGE, _FORM),
    "merge_preview": Route(TICKET_CHANGE),
    "split_ticket": Route(TICKET_REPLY, _FORM),
    "link_ticket": Route(TICKET_REPLY, _FORM),
    "unlink_ticket": Route(TICKET_REPLY, ("POST",)),
    "follow_ticket": Route(TICKET_SEE, ("POST",)),
}
