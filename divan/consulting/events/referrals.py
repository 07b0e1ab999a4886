"""Questions to colleagues and groups: asked, answered, returned, taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class TicketReferred(Payload):
    """A person or a group was asked; the question stands in the note `message`."""

    kind = "ticket.referred"
    icon = "help"
    referral: int
    message: int
    person: int | None = None
    group: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.group:
            group = names.groups.get(self.group, "")
            return say(_("%(actor)s asked group %(group)s for advice"), actor=actor, group=group)
        person = names.person(self.person)
        return say(_("%(actor)s asked %(person)s for advice"), actor=actor, person=person)


@event_kind
@dataclass(frozen=True)
class ReferralAnswered(Payload):
    """The question of `person` was answered in the note `message`."""

    kind = "referral.answered"
    icon = "check"
    referral: int
    message: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        person = names.person(self.person)
        return say(_("%(actor)s answered the question of %(person)s"), actor=actor, person=person)


@event_kind
@dataclass(frozen=True)
class ReferralReturned(Payload):
    """The question of `person` was returned; why stands in the note `message`."""

    kind = "referral.returned"
    icon = "undo"
    referral: int
    message: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        person = names.person(self.person)
        return say(_("%(actor)s returned the question of %(person)s"), actor=actor, person=person)


@event_kind
@dataclass(frozen=True)
class ReferralTakenBack(Payload):
    """Whoever was asked need not answer any more."""

    kind = "referral.taken_back"
    icon = "x"
    referral: int
    person: int | None = None
    group: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.group:
            group = names.groups.get(self.group, "")
            return say(_("%(actor)s took back the question to group %(group)s"), actor=actor, group=group)
        person = names.person(self.person)
        return say(_("%(actor)s took back the question to %(person)s"), actor=actor, person=person)
