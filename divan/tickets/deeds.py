"""What can be done to a ticket with a few words: the entries of its "More" menu, each a dialog and a page.

A slice registers in `AppConfig.ready`:

    deeds.add("refer", Deed("refer_ticket", _("Refer…"), "people", verb="refer", key="f"))

and the menu of the ticket page, its keys and the palette offer it to whoever may do the verb. The address
answers GET with the form and POST by doing it, see `desk.deed`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from divan.core.registry import Registry
from divan.tickets.models import Ticket


def _nothing(_ticket: Ticket) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An entry. `verb` is what the gate is asked for; `key` opens it on the ticket page; `only_open` leaves it
    out for finished tickets, `obstacle` for those that it has a sentence about. Entries stand in the order of
    their numbers. One that is not `in_menu` is opened by a link of its own, which says more than the ticket.
    """

    url_name: str
    text: str | Promise
    icon: str
    verb: str
    key: str = ""
    order: int = 50
    only_open: bool = True
    in_menu: bool = True
    obstacle: Callable[[Ticket], str] = _nothing


deeds: Registry[Deed] = Registry("deeds of a ticket")


def why_not(deed: Deed, ticket: Ticket) -> str:
    """A sentence that says why the ticket cannot have it now; empty if it can."""
    if deed.only_open and not ticket.is_open:
        return _("This ticket is finished.")
    return deed.obstacle(ticket)


def deeds_for(may: Collection[str], ticket: Ticket) -> list[Deed]:
    """What somebody with these verbs is offered for the ticket, in the order of the menu."""
    offered = (deed for deed in deeds.values() if deed.in_menu and deed.verb in may)
    return sorted((deed for deed in offered if not why_not(deed, ticket)), key=lambda deed: deed.order)
