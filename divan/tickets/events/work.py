"""How the work on a ticket goes on: its states, and how it is sorted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say
from divan.tickets.models.ticket import CloseReason, Impact, Priority, Status, Urgency


@event_kind
@dataclass(frozen=True)
class StateChanged(Payload):
    kind = "ticket.state_changed"
    public = True
    icon = "st-open"
    status: str
    before: str

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Status: %(status)s (%(actor)s)"), status=Status(self.status).label, actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketSolved(Payload):
    kind = "ticket.solved"
    public = True
    icon = "st-solved"
    reason: str
    before: str
    message: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.reason == CloseReason.RESOLVED:
            return say(_("Solved by %(actor)s"), actor=actor)
        return say(_("Solved by %(actor)s: %(reason)s"), actor=actor, reason=CloseReason(self.reason).label)


@event_kind
@dataclass(frozen=True)
class TicketReopened(Payload):
    kind = "ticket.reopened"
    public = True
    icon = "undo"
    before: str

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Reopened by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketClosed(Payload):
    """`confirmed`: the requester said that the solution works."""

    kind = "ticket.closed"
    public = True
    icon = "st-closed"
    reason: str
    before: str
    confirmed: bool = False

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.confirmed:
            return say(_("Solution confirmed by %(actor)s"), actor=actor)
        return say(_("Closed by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class CloseAnnounced(Payload):
    """The requester was told that the solved ticket will be closed soon."""

    kind = "ticket.close_announced"
    public = True
    icon = "clock"
    days: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("The requester was told that this ticket will be closed"))


@event_kind
@dataclass(frozen=True)
class PriorityChanged(Payload):
    kind = "ticket.priority_changed"
    icon = "pr-high"
    priority: str
    before: str
    urgency: str
    impact: str
    before_urgency: str = ""
    before_impact: str = ""

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("Priority: %(priority)s (urgency: %(urgency)s, impact: %(impact)s), set by %(actor)s"),
            priority=Priority(self.priority).label,
            urgency=Urgency(self.urgency).label,
            impact=Impact(self.impact).label,
            actor=actor,
        )


@event_kind
@dataclass(frozen=True)
class CategoryChanged(Payload):
    kind = "ticket.category_changed"
    icon = "list"
    category: int | None
    before_category: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.category is None:
            return say(_("Category removed by %(actor)s"), actor=actor)
        name = names.categories.get(self.category, "")
        return say(_("Category: %(category)s, set by %(actor)s"), category=name, actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketTagged(Payload):
    """`added` and `removed` are ids of tags."""

    kind = "ticket.tagged"
    icon = "tag"
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        added, removed = names.listed_tags(self.added), names.listed_tags(self.removed)
        if added and removed:
            return say(
                _("Tags added: %(added)s, removed: %(removed)s, by %(actor)s"),
                added=added,
                removed=removed,
                actor=actor,
            )
        if added:
            return say(_("Tags added by %(actor)s: %(tags)s"), tags=added, actor=actor)
        if removed:
            return say(_("Tags removed by %(actor)s: %(tags)s"), tags=removed, actor=actor)
        return say(_("Tags changed by %(actor)s"), actor=actor)
