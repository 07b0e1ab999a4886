"""What the portal's side of tickets lends to other pages: its navigation, the way from
the desk and from help articles, one's own tickets in a search of them, settings sections, the forms that lead into a group."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from divan.accounts.entrances import entrances
from divan.accounts.slots import Section, sections
from divan.knowledge.queries.links import MARKER
from divan.tickets.queries import portal
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("portal.nav", from_template("tickets/portal/slots/nav.html"), order=10)
    slots.add("desk.nav", from_template("tickets/portal/slots/desk_nav.html"), order=90)
    slots.add("help.ask", from_template("tickets/portal/slots/ask.html"))
    slots.add("article.end", from_template("tickets/portal/slots/article_read.html", load=_marker))
    slots.add("help.go_on", from_template("tickets/portal/slots/go_on.html"))
    slots.add("help.leave", from_template("tickets/portal/slots/leave.html"))
    slots.add("help.found", from_template("tickets/portal/slots/found.html", load=_found))
    forms = Section(_("Forms"), "settings_forms", "form", "forms.manage", "work", 41)
    sections.add(forms.url_name, forms)
    fields = Section(_("Fields of tickets"), "settings_fields", "list", "forms.manage", "work", 42)
    sections.add(fields.url_name, fields)
    entrances.add("forms", portal.forms_into)


def _marker(context: Context) -> dict[str, Any]:
    """What the link said by which the reader came."""
    return {"marker": context["request"].GET.get(MARKER, "")[:32]}


def _found(context: Context) -> dict[str, Any]:
    """The reader's own tickets with the words that they look for in the help articles."""
    actor, wanted = context["actor"], context["wanted"]
    is_asked = actor.is_authenticated and wanted
    return {"page": portal.found_tickets(actor, wanted) if is_asked else None}
