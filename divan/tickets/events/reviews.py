"""What somebody new writes is read by a colleague before it goes out (K4). `person` is its author."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class ReplySubmitted(Payload):
    kind = "reply.submitted"
    icon = "eye"
    person: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("The answer of %(author)s waits for review"), author=names.person(self.person))


@event_kind
@dataclass(frozen=True)
class ReplyApproved(Payload):
    """`is_edited`: the reviewer changed its words before."""

    kind = "reply.approved"
    icon = "check"
    person: int
    is_edited: bool = False

    def sentence(self, actor: str, names: Names) -> Markup:
        author = names.person(self.person)
        if self.is_edited:
            return say(
                _("The answer of %(author)s was changed and approved by %(actor)s"),
                author=author,
                actor=actor,
            )
        return say(_("The answer of %(author)s was approved by %(actor)s"), author=author, actor=actor)


@event_kind
@dataclass(frozen=True)
class ReplyReturned(Payload):
    kind = "reply.returned"
    icon = "undo"
    person: int

    def sentence(self, actor: str, names: Names) -> Markup:
        author = names.person(self.person)
        return say(_("The answer of %(author)s was given back by %(actor)s"), author=author, actor=actor)
