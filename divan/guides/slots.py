"""What guides lend to other pages: a panel of the ticket, sections of the settings, names in sentences."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.guides.access import MANAGE
from divan.guides.models import Checklist, Script, TicketItem
from divan.guides.queries import missing_items, names_of, on_ticket
from divan.tickets.events import namers
from divan.tickets.hooks import obstacles
from divan.tickets.models import Ticket
from divan.ui.formats import number
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("ticket.panels", from_template("guides/slots/panel.html", load=_on_ticket), order=40)
    slots.add("ticket.styles", from_template("guides/slots/styles.html"))
    obstacles.add("checklists", _unticked)
    for name, noun in (("checklist", Checklist), ("script", Script), ("item", TicketItem)):
        namers.add(name, partial(names_of, noun))
    for section in (
        Section(_("Checklists"), "settings_checklists", "checks", MANAGE, "work", 47),
        Section(_("Scripts"), "settings_scripts", "route", MANAGE, "work", 48),
    ):
        sections.add(section.url_name, section)
    SENTENCES.add("guide.saved", _("Changed a checklist or a script"))
    SENTENCES.add("guide.in_use", _("Took a checklist or a script out of use or into use"))


def _on_ticket(context: Context) -> dict[str, Any]:
    return {"guided": on_ticket(context["actor"], context["ticket"])}


def _unticked(ticket: Ticket) -> str:
    missing = missing_items(ticket)
    if not missing:
        return ""
    text = ngettext(
        "%(num)s item of the checklist has to be ticked first.",
        "%(num)s items of the checklist have to be ticked first.",
        missing,
    )
    return text % {"num": number(missing)}
