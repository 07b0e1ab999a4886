"""Who may open which address of the portal."""

from divan.core.routes import ANYONE, GUEST_LINK, OWN, SIGNED_IN, VISITOR, Route

_FORM = ("GET", "POST")

ROUTES: dict[str, Route] = {
    "home": Route(VISITOR),
    "portal": Route(ANYONE),
    "choose_form": Route(ANYONE),
    "fill_form": Route(ANYONE, _FORM),
    "form_sent": Route(ANYONE),
    "embed_loader": Route(ANYONE),
    "embed_form": Route(ANYONE, _FORM),
    "embed_sent": Route(ANYONE),
    "article_read": Route(ANYONE, ("POST",)),
    "ask_link": Route(ANYONE, _FORM),
    "link_asked": Route(ANYONE),
    "my_tickets": Route(SIGNED_IN),
    "my_ticket": Route(OWN),
    "my_ticket_reply": Route(OWN, ("POST",)),
    "my_ticket_confirm": Route(OWN, ("POST",)),
    "my_ticket_reopen": Route(OWN, ("POST",)),
    "my_ticket_file": Route(OWN),
    "guest_ticket": Route(GUEST_LINK),
    "guest_ticket_reply": Route(GUEST_LINK, ("POST",)),
    "guest_ticket_confirm": Route(GUEST_LINK, ("POST",)),
    "guest_ticket_reopen": Route(GUEST_LINK, ("POST",)),
    "guest_ticket_file": Route(GUEST_LINK),
}
