"""Who gained and who lost sight of a ticket of another group."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class AccessGranted(Payload):
    """A person or a group sees the ticket now; `because` is the reason of the grant."""

    kind = "access.granted"
    icon = "eye"
    because: str
    person: int | None = None
    group: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.group:
            sentence = _("Group %(group)s can see this ticket now, by %(actor)s")
            return say(sentence, group=names.groups.get(self.group, ""), actor=actor)
        sentence = _("%(person)s can see this ticket now, by %(actor)s")
        return say(sentence, person=names.person(self.person), actor=actor)


@event_kind
@dataclass(frozen=True)
class AccessEnded(Payload):
    """They see it no longer."""

    kind = "access.ended"
    icon = "lock"
    because: str
    person: int | None = None
    group: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.group:
            sentence = _("Group %(group)s can no longer see this ticket, by %(actor)s")
            return say(sentence, group=names.groups.get(self.group, ""), actor=actor)
        sentence = _("%(person)s can no longer see this ticket, by %(actor)s")
        return say(sentence, person=names.person(self.person), actor=actor)
