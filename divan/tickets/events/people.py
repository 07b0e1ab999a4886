"""Where a ticket comes from, who it belongs to and who takes part."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say
from divan.tickets.models.links import Link


@event_kind
@dataclass(frozen=True)
class TicketCreated(Payload):
    kind = "ticket.created"
    public = True
    icon = "plus"
    message: int
    channel: str

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Ticket opened by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketLinked(Payload):
    """The ticket has to do with `ticket`; only the desk hears of it.

    `link` is what this one is to the other, or if `is_back` what the other is to it.
    """

    kind = "ticket.linked"
    icon = "link"
    ticket: int
    link: str = Link.Kind.RELATED
    is_back: bool = False

    def sentence(self, actor: str, names: Names) -> Markup:
        number = names.tickets.get(self.ticket, "")
        match self.link, self.is_back:
            case Link.Kind.PARENT, False:
                told = _("Made the parent of ticket %(number)s by %(actor)s")
            case Link.Kind.PARENT, True:
                told = _("Put under ticket %(number)s by %(actor)s")
            case Link.Kind.DUPLICATE, False:
                told = _("Marked as a duplicate of ticket %(number)s by %(actor)s")
            case Link.Kind.DUPLICATE, True:
                told = _("Ticket %(number)s was marked as a duplicate of this one by %(actor)s")
            case _kind:
                told = _("Linked to ticket %(number)s by %(actor)s")
        return say(told, number=number, actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketAssigned(Payload):
    kind = "ticket.assigned"
    public = True
    icon = "assign"
    assignee: int | None
    before_assignee: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.assignee is None:
            return say(_("Assignment removed by %(actor)s"), actor=actor)
        return say(
            _("Assigned to %(assignee)s by %(actor)s"), assignee=names.person(self.assignee), actor=actor
        )


@event_kind
@dataclass(frozen=True)
class TicketMoved(Payload):
    kind = "ticket.moved"
    icon = "route"
    group: int
    before_group: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("Moved to group %(group)s by %(actor)s"), group=names.groups.get(self.group, ""), actor=actor
        )


@event_kind
@dataclass(frozen=True)
class ParticipantsChanged(Payload):
    """`joined` and `left` are ids of people in Cc."""

    kind = "ticket.participants_changed"
    icon = "people"
    joined: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        joined, left = names.listed_people(self.joined), names.listed_people(self.left)
        if joined and left:
            return say(
                _("Added to Cc: %(joined)s, removed: %(left)s, by %(actor)s"),
                joined=joined,
                left=left,
                actor=actor,
            )
        if joined:
            return say(_("Added to Cc by %(actor)s: %(people)s"), people=joined, actor=actor)
        return say(_("Removed from Cc by %(actor)s: %(people)s"), people=left, actor=actor)
