"""What happens in side threads. Only those whom a thread names hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say


@dataclass(frozen=True)
class SideThreadPayload(Payload):
    """What all of them have."""

    is_private: ClassVar[bool] = True
    icon = "whisper"
    thread: int


@event_kind
@dataclass(frozen=True)
class SideThreadOpened(SideThreadPayload):
    """`joined` are those whom its first `message` is for."""

    kind = "side_thread.opened"
    message: int
    joined: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Side thread opened by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class SideThreadWritten(SideThreadPayload):
    """`mentioned` are ids of people whom the text of the message calls by name."""

    kind = "side_thread.written"
    message: int
    mentioned: tuple[int, ...] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.mentioned:
            people = names.listed_people(self.mentioned)
            words = _("New message in a side thread from %(actor)s, who mentions %(people)s")
            return say(words, actor=actor, people=people)
        return say(_("New message in a side thread from %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class SideThreadPeopleChanged(SideThreadPayload):
    """`joined` and `left` are ids of people; `by_mention` says that a message let them in by calling their names."""

    kind = "side_thread.people_changed"
    joined: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    by_mention: bool = False

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.joined:
            joined = names.listed_people(self.joined)
            if self.by_mention:
                words = _("Brought into a side thread by %(actor)s, who mentioned them there: %(people)s")
                return say(words, actor=actor, people=joined)
            return say(_("Added to a side thread by %(actor)s: %(people)s"), actor=actor, people=joined)
        left = names.listed_people(self.left)
        return say(_("Taken out of a side thread by %(actor)s: %(people)s"), actor=actor, people=left)


@event_kind
@dataclass(frozen=True)
class SideThreadClosed(SideThreadPayload):
    kind = "side_thread.closed"

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Side thread closed by %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class SideThreadReopened(SideThreadPayload):
    kind = "side_thread.reopened"

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Side thread reopened by %(actor)s"), actor=actor)
