"""The kinds of event that tickets write: what they carry, who may see them, how they are told.

A payload holds ids and values, never prose or message bodies. Its sentence is made when it is shown, in
the language of the reader. Higher slices add their own kinds to `kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from divan.core.registry import Registry
from divan.tickets.models.ticket import CloseReason, Impact, Priority, Status, Urgency


@dataclass(frozen=True)
class Names:
    """The names that sentences need, looked up once for a whole page."""

    people: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    categories: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    tickets: Mapping[int, str] = field(default_factory=dict)

    def person(self, user_id: int | None) -> str:
        return self.people.get(user_id or 0) or _("someone who has left")

    def listed_tags(self, ids: Iterable[int]) -> Markup:
        """The names of these tags behind each other, each isolated; those that are unknown are left out."""
        known = (self.tags[pk] for pk in ids if pk in self.tags)
        return Markup(" · ").join(Markup("<bdi>{}</bdi>").format(name) for name in known)


@dataclass(frozen=True)
class Payload:
    """What an event carries. Subclasses are frozen, named for what happened, and register themselves."""

    kind: ClassVar[str]
    public: ClassVar[bool] = False
    icon: ClassVar[str] = "history"
    personal: ClassVar[tuple[str, ...]] = ()

    def sentence(self, actor: str, names: Names) -> Markup:
        raise NotImplementedError

    @classmethod
    def from_row(cls, data: Mapping[str, Any]) -> Payload:
        """The payload of a stored row; fields that a later version dropped are ignored."""
        known = {f.name for f in fields(cls)}
        return cls(**{key: _frozen(value) for key, value in data.items() if key in known})

    def as_row(self) -> dict[str, Any]:
        return asdict(self)

    def references(self) -> Mapping[str, list[int]]:
        """Ids whose names the sentence needs, by kind of name."""
        wanted: dict[str, list[int]] = {}
        for name, value in self.as_row().items():
            if value and (noun := REFERENCES.get(name)):
                wanted.setdefault(noun, []).extend(value if isinstance(value, tuple) else [value])
        return wanted


def _frozen(value: Any) -> Any:
    """Several ids are a tuple in a payload and a list in the row."""
    return tuple(value) if isinstance(value, list) else value


REFERENCES = {
    "assignee": "people",
    "before_assignee": "people",
    "person": "people",
    "group": "groups",
    "before_group": "groups",
    "category": "categories",
    "added": "tags",
    "removed": "tags",
    "ticket": "tickets",
}

kinds: Registry[type[Payload]] = Registry("event kinds")


def event_kind(cls: type[Payload]) -> type[Payload]:
    """Class decorator: make a payload known under its `kind`."""
    return kinds.add(cls.kind, cls)


def say(sentence: str, **values: object) -> Markup:
    """A translated sentence with its values escaped and isolated, so that directions cannot mix."""
    safe = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()}
    return Markup(str(escape(sentence)) % safe)  # noqa: S704 - both parts are escaped above


Sentence = Callable[[str, Names], Markup]


@event_kind
@dataclass(frozen=True)
class TicketCreated(Payload):
    kind = "ticket.created"
    public = True
    icon = "plus"
    message: int
    channel: str

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Ticket opened by %(actor)s"), actor=actor)


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
    """An internal note; customers never hear of it."""

    kind = "message.noted"
    icon = "lock"
    message: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("Internal note from %(actor)s"), actor=actor)


@event_kind
@dataclass(frozen=True)
class TicketAssigned(Payload):
    kind = "ticket.assigned"
    public = True
    icon = "assign"
    assignee: int | None
    before_assignee: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.assignee is None:
            return say(_("Assignment removed by %(actor)s"), actor=actor)
        return say(
            _("Assigned to %(assignee)s by %(actor)s"), assignee=names.person(self.assignee), actor=actor
        )


@event_kind
@dataclass(frozen=True)
class TicketMoved(Payload):
    kind = "ticket.moved"
    icon = "route"
    group: int
    before_group: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("Moved to group %(group)s by %(actor)s"), group=names.groups.get(self.group, ""), actor=actor
        )


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
