"""A chat begins, ends, is rated, and is sent to its visitor. Visitors may have no name of ours, so no sentence needs one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup

from divan.chat.models import EndReason
from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class ChatStarted(Payload):
    """A visitor began the chat with which the ticket was opened. `rule` is the one that had invited them."""

    kind = "chat.started"
    icon = "chats"
    rule: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("The chat began"))


@event_kind
@dataclass(frozen=True)
class ChatEnded(Payload):
    """Why a chat ended. `is_followed_up`: the requester still waits, and gets a mail with the number of the ticket."""

    kind = "chat.ended"
    icon = "chats"
    reason: str
    is_followed_up: bool = False

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.reason == EndReason.VISITOR:
            return say(_("The visitor ended the chat"))
        if self.reason == EndReason.SILENCE:
            return say(_("The chat ended because the visitor went away"))
        if self.reason == EndReason.UNANSWERED:
            return say(_("The chat ended before anybody was free"))
        return say(_("%(actor)s ended the chat"), actor=actor)


@event_kind
@dataclass(frozen=True)
class ChatMissed(Payload):
    """The visitor has not read these `messages` of experts in the chat that has ended, and gets them by mail, as one."""

    kind = "chat.missed"
    icon = "mail"
    messages: tuple[int, ...]

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("What the visitor had not read in the chat went to them by e-mail"))


@event_kind
@dataclass(frozen=True)
class ChatRated(Payload):
    """The visitor gave one to five stars."""

    kind = "chat.rated"
    icon = "star"
    stars: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(pgettext("chat", "The visitor rated the chat: %(stars)s of 5"), stars=self.stars)


@event_kind
@dataclass(frozen=True)
class ChatTranscriptSent(Payload):
    """The transcript was mailed: the row `sending` says where to. `person` asked for it; without one the visitor did."""

    kind = "chat.transcript_sent"
    icon = "mail"
    sending: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.person:
            return say(_("%(actor)s mailed the transcript of the chat"), actor=actor)
        return say(_("The visitor had the transcript of the chat mailed"))
