"""What happens to messages: they come in, go out, go on, or are held back."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class MessageReceived(Payload):
    """A requester, a participant or a guest wrote."""

    kind = "message.received"
    public = True
    icon = "mail"
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("New message from %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageSent(Payload):
    """Somebody of the staff answered; the customer sees it."""

    kind = "message.sent"
    public = True
    icon = "reply"
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Reply from %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageNoted(Payload):
    """An internal note; customers never hear of it. `mentioned` are ids of people and `groups` of groups whom its
    text calls by name.
    """

    kind = "message.noted"
    icon = "lock"
    message: int
    mentioned: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.mentioned:
            people = names.listed_people(self.mentioned)
            return say(_("Internal note from %(actor)s to %(people)s"), actor=actor, people=people)
        return say(_("Internal note from %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageWithheld(Payload):
    """The customer's side wrote, but not to everybody whom it concerns: it stays inside until it is shared."""

    kind = "message.withheld"
    icon = "lock"
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("New message from %(actor)s, kept internal"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageShared(Payload):
    """Somebody of the staff let the customer's side see a message that was kept inside."""

    kind = "message.shared"
    public = True
    icon = "mail"
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Message shared by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageForwarded(Payload):
    """A message of the conversation, `original`, went on to somebody outside, with the words of `message`."""

    kind = "message.forwarded"
    icon = "forward"
    message: int
    original: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Message forwarded by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class MessageHeld(Payload):
    """What `person` had written was due to be sent and was not; `reason` is "news" or "refused"."""

    kind = "message.held"
    icon = "alert"
    person: int
    reason: str

    def sentence(self, actor: str, names: Names) -> Markup:
        author = names.person(self.person)
        if self.reason == "news":
            return say(_("Not sent, because somebody wrote before: the message of %(author)s"), author=author)
        return say(_("Could not be sent: the message of %(author)s"), author=author)
