"""What every kind of event has: a payload that registers itself, the names for its sentence, the sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from divan.core.registry import Registry


@dataclass(frozen=True)
class Names:
    """The names that sentences need, looked up once for a whole page."""

    people: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    categories: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    tickets: Mapping[int, str] = field(default_factory=dict)
    articles: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def of(self, noun: str, pk: int | None) -> str:
        """The name of what a slice above has lent a namer for; empty if it is gone."""
        return self.others.get(noun, {}).get(pk or 0, "")

    def person(self, user_id: int | None) -> str:
        return self.people.get(user_id or 0) or _("someone who has left")

    def article(self, article_id: int | None) -> str:
        return self.articles.get(article_id or 0) or _("an article that is gone")

    def listed_tags(self, ids: Iterable[int]) -> Markup:
        """The names of these tags behind each other, each isolated; those that are unknown are left out."""
        known = (self.tags[pk] for pk in ids if pk in self.tags)
        return Markup(" · ").join(Markup("<bdi>{}</bdi>").format(name) for name in known)

    def listed_people(self, ids: Iterable[int]) -> Markup:
        """The names of these people behind each other, each isolated."""
        return Markup(" · ").join(Markup("<bdi>{}</bdi>").format(self.person(pk)) for pk in ids)


@dataclass(frozen=True)
class Payload:
    """What an event carries. Subclasses are frozen, named for what happened, and register themselves."""

    kind: ClassVar[str]
    public: ClassVar[bool] = False
    icon: ClassVar[str] = "history"
    personal: ClassVar[tuple[str, ...]] = ()
    # Not listed in the thread: events beside it, or a message, say the same.
    is_listed: ClassVar[bool] = True
    # Only those whom it names may hear of it: no activity of the ticket, and nobody else at the desk is told.
    is_private: ClassVar[bool] = False

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
            if value and (noun := REFERENCES.get(name) or (name if name in namers else None)):
                wanted.setdefault(noun, []).extend(value if isinstance(value, tuple) else [value])
        return wanted


def _frozen(value: Any) -> Any:
    """Several ids are a tuple in a payload and a list in the row."""
    return tuple(value) if isinstance(value, list) else value


# Fields of payloads that hold ids of things with a name.
REFERENCES: dict[str, str] = {
    "assignee": "people",
    "before_assignee": "people",
    "person": "people",
    "group": "groups",
    "before_group": "groups",
    "category": "categories",
    "added": "tags",
    "removed": "tags",
    "joined": "people",
    "left": "people",
    "mentioned": "people",
    "ticket": "tickets",
    "article": "articles",
}

Namer = Callable[[Collection[int]], Mapping[int, str]]
# What slices above name: the field of a payload that holds the id is called as the noun is.
namers: Registry[Namer] = Registry("names in sentences of events")

kinds: Registry[type[Payload]] = Registry("event kinds")


def event_kind(cls: type[Payload]) -> type[Payload]:
    """Class decorator: make a payload known under its `kind`."""
    return kinds.add(cls.kind, cls)


def say(sentence: str, **values: object) -> Markup:
    """A translated sentence with its values escaped and isolated, so that directions cannot mix."""
    safe = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()}
    return Markup(str(escape(sentence)) % safe)  # noqa: S704 - both parts are escaped above
