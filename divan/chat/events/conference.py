"""Who takes part in a chat: accepted, invited, joined, left, handed over. What was said is in no event."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class ChatAccepted(Payload):
    """The member `expert` took the chat from the queue and leads it."""

    kind = "chat.accepted"
    icon = "chats"
    expert: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("%(actor)s accepted the chat"), actor=actor)


@event_kind
@dataclass(frozen=True)
class ChatInvited(Payload):
    """The member `expert` was asked to come; `person` is none for a guest who got a link."""

    kind = "chat.invited"
    icon = "chats"
    expert: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        expert = names.of("expert", self.expert) or names.person(self.person)
        return say(_("%(actor)s invited %(expert)s to the chat"), actor=actor, expert=expert)


@event_kind
@dataclass(frozen=True)
class ChatJoined(Payload):
    """The member `expert` came to speak; whoever only watches is in no event."""

    kind = "chat.joined"
    icon = "chats"
    expert: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("%(expert)s joined the chat"), expert=names.of("expert", self.expert) or actor)


@event_kind
@dataclass(frozen=True)
class ChatLeft(Payload):
    """The member `expert` left the chat, or was taken out of it."""

    kind = "chat.left"
    icon = "chats"
    expert: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("%(expert)s left the chat"), expert=names.of("expert", self.expert) or actor)


@event_kind
@dataclass(frozen=True)
class ChatTransferred(Payload):
    """The chat went to `person`, who may answer in `group`, or back to the queue of that group."""

    kind = "chat.transferred"
    icon = "route"
    group: int
    person: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.person:
            person = names.person(self.person)
            return say(_("%(actor)s handed the chat over to %(person)s"), actor=actor, person=person)
        group = names.groups.get(self.group, "")
        return say(_("%(actor)s handed the chat over to group %(group)s"), actor=actor, group=group)
