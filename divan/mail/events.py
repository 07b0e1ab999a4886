"""The kinds of event that mail writes into the log of a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.mail.automatic.reasons import BounceReason
from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class MessageBounced(Payload):
    """A mail about the ticket did not reach somebody. `message` is what it carried, if it carried one.

    `person` is None for somebody outside to whom the desk forwarded something.
    """

    kind = "message.bounced"
    icon = "alert"
    message: int | None
    person: int | None
    reason: str

    def sentence(self, actor: str, names: Names) -> Markup:
        reason = BounceReason(self.reason)
        if self.person is None:
            return say(_("A mail did not arrive: %(reason)s"), reason=reason.label)
        if reason == BounceReason.COMPLAINT:
            return say(_("%(name)s reported our mail as unwanted"), name=names.person(self.person))
        return say(
            _("Mail to %(name)s did not arrive: %(reason)s"),
            name=names.person(self.person),
            reason=reason.label,
        )


@event_kind
@dataclass(frozen=True)
class MessageRedelivered(Payload):
    """Somebody had the mail that did not reach the person sent once more."""

    kind = "message.redelivered"
    icon = "send"
    person: int | None

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("%(actor)s had the mail to %(name)s sent again"), actor=actor, name=names.person(self.person)
        )
