"""Tickets that become one, and one that becomes two. Only the desk hears of it; the number of the other is in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class TicketMerged(Payload):
    """Written on both. `is_home`: the other, `ticket`, was merged into this one; otherwise this one into it.

    `is_open`: the customers of both read all of it from now on.
    """

    kind = "ticket.merged"
    icon = "merge"
    ticket: int
    is_home: bool
    is_open: bool

    def sentence(self, actor: str, names: Names) -> Markup:
        number = names.tickets.get(self.ticket, "")
        if self.is_home:
            return say(
                _("Ticket %(number)s was merged into this one by %(actor)s"), number=number, actor=actor
            )
        return say(_("Merged into ticket %(number)s by %(actor)s"), number=number, actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketSplit(Payload):
    """Written on both: `message`, copied from `original`, opened a ticket of its own. `is_new`: that is this one."""

    kind = "ticket.split"
    icon = "route"
    ticket: int
    message: int
    original: int
    is_new: bool

    def sentence(self, actor: str, names: Names) -> Markup:
        number = names.tickets.get(self.ticket, "")
        if self.is_new:
            return say(_("Made from a message of ticket %(number)s by %(actor)s"), number=number, actor=actor)
        return say(
            _("A message became ticket %(number)s of its own, made by %(actor)s"), number=number, actor=actor
        )


@event_kind
@dataclass(frozen=True)
class TicketUnlinked(Payload):
    """The ticket has nothing to do with `ticket` any more."""

    kind = "ticket.unlinked"
    icon = "link"
    ticket: int

    def sentence(self, actor: str, names: Names) -> Markup:
        number = names.tickets.get(self.ticket, "")
        return say(_("Link to ticket %(number)s removed by %(actor)s"), number=number, actor=actor)
