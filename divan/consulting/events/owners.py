"""A new owner with a reason, the way up, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say
from divan.ui.formats import digits


@event_kind
@dataclass(frozen=True)
class TicketHandedOver(Payload):
    """The ticket belongs to others now; why stands in the note `message`.

    It comes with `ticket.moved` and `ticket.assigned`, which the thread shows; this one is for the new owner.
    """

    kind = "ticket.handed_over"
    icon = "route"
    is_listed = False
    message: int
    group: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.person:
            person = names.person(self.person)
            return say(_("%(actor)s handed the ticket over to %(person)s"), actor=actor, person=person)
        group = names.groups.get(self.group, "")
        return say(_("%(actor)s handed the ticket over to group %(group)s"), actor=actor, group=group)


@event_kind
@dataclass(frozen=True)
class TicketEscalated(Payload):
    """The ticket went up to a tier. The requester hears of it; why stands in an internal note beside it."""

    kind = "ticket.escalated"
    public = True
    icon = "alert"
    tier: int
    before_tier: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Escalated to tier %(tier)s by %(actor)s"), tier=digits(self.tier), actor=actor)


@event_kind
@dataclass(frozen=True)
class EscalationTakenBack(Payload):
    """It was a mistake, the ticket has its tier of before. Whoever heard of the escalation hears of this too."""

    kind = "ticket.escalation_taken_back"
    public = True
    icon = "undo"
    tier: int
    before_tier: int

    def sentence(self, actor: str, names: Names) -> Markup:
        words = _("Escalation taken back by %(actor)s, now at tier %(tier)s again")
        return say(words, actor=actor, tier=digits(self.tier))
