"""What can be done to a ticket with a few words: the entries of its "More" menu, each a dialog and a page.

A slice registers in `AppConfig.ready`:

    deeds.add("refer", Deed("refer_ticket", _("Refer…"), "people", verb="refer", key="f"))

and the menu of the ticket page, its keys and the palette offer it to whoever may do the verb. The address
answers GET with the form and POST by doing it, see `desk.deed`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from divan.core.registry import Registry
from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Deed:
    """An entry. `verb` is what the gate is asked for; `key` opens it on the ticket page; `only_open` leaves it
    out for finished tickets. Entries stand in the order of their numbers. One that is not `in_menu` is opened by
    a link of its own, which says more than the ticket.
    """

    url_name: str
    text: str | Promise
    icon: str
    verb: str
    key: str = ""
    order: int = 50
    only_open: bool = True
    in_menu: bool = True


deeds: Registry[Deed] = Registry("deeds of a ticket")


def deeds_for(may: Collection[str], ticket: Ticket) -> list[Deed]:
    """What somebody with these verbs is offered for the ticket, in the order of the menu."""
    offered = (deed for deed in deeds.values() if deed.in_menu and deed.verb in may)
    return sorted(
        (deed for deed in offered if ticket.is_open or not deed.only_open), key=lambda deed: deed.order
    )
