"""What may come next in a query: names of fields, and their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from divan.accounts.access import people_visible_to
from divan.accounts.models import Organization
from divan.core import clock
from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.core.labels import label
from divan.search.language import Kind, Part, parse, written
from divan.search.queries import Query, find
from divan.tickets.queries.categories import tree
from divan.tickets.queries.completion import complete
from divan.tickets.searching import custom
from divan.tickets.searching.dates import DAYS
from divan.tickets.searching.fields import FIELDS, NAMES
from divan.tickets.searching.places import groups_seen_by, tags_beginning

MOST = 8

MOST_OFFERED = 50
"""So many values stand in a list to choose from."""

# A value as it is typed, and words that explain it.
_Value = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on. `text` is the whole query after it is chosen, `cursor` the place to write on there."""

    label: str
    detail: str
    text: str
    cursor: int


def suggestions(text: str, cursor: int, actor: Actor) -> list[Completion]:
    """How the part at the cursor may go on, at most `MOST` ways; nothing for those who do not work at the desk."""
    if not actor.is_staff:
        return []
    part = next((part for part in parse(text).parts if part.start < cursor <= part.end), None)
    if part is None:
        return []
    return list(islice(_completions(text, part, actor), MOST))


def values_of(name: str, actor: Actor) -> list[tuple[str, str]]:
    """Values of a field that there are not many of, each with words that explain it; none for people's names."""
    if name not in FIELDS or _FURTHER.get(name) in (_customers, _organisations):
        vocabulary = FIELDS[name].values if name in FIELDS else None
        return vocabulary.beginning("") if vocabulary else []
    return list(islice(_values(name, "", actor), MOST_OFFERED))


def _completions(text: str, part: Part, actor: Actor) -> Iterator[Completion]:
    if part.kind is Kind.WORD:
        names = [name for name, _shown in NAMES.beginning(part.value)]
        for name in (*names, *custom.keys_beginning(part.value)):
            yield _completion(text, part, Part(Kind.FIELD, "", 0, 0, name, part.is_negated), "")
    elif part.kind is Kind.TAG:
        for tag in tags_beginning(part.value, actor, MOST):
            yield _completion(text, part, Part(Kind.TAG, tag, 0, 0, "", part.is_negated), "")
    elif part.kind is Kind.FIELD and (field := NAMES.exactly(part.name)):
        for value, detail in _values(field, part.value, actor):
            new = Part(Kind.FIELD, value, 0, 0, part.name, part.is_negated)
            yield _completion(text, part, new, "" if detail == value else detail)
    elif part.kind is Kind.FIELD and (own := custom.field_named(part.name)):
        for value in custom.values_beginning(own, part.value):
            new = Part(Kind.FIELD, value, 0, 0, part.name, part.is_negated)
            yield _completion(text, part, new, "")


def _completion(text: str, old: Part, new: Part, detail: str) -> Completion:
    """The text with a part exchanged; a finished one is followed by a blank."""
    label = written(new)
    is_finished = new.kind is not Kind.FIELD or bool(new.value)
    rest = text[old.end :].lstrip()
    before = text[: old.start] + label + (" " if is_finished or rest else "")
    return Completion(label, detail, before + rest, len(before) if is_finished else old.start + len(label))


def _values(name: str, typed: str, actor: Actor) -> Iterator[_Value]:
    """Values of a field that begin as typed: its fixed words first."""
    if vocabulary := FIELDS[name].values:
        yield from ((value, shown) for value, shown in vocabulary.beginning(typed) if value != typed)
    if further := _FURTHER.get(name):
        yield from further(typed, actor)


def _groups(typed: str, actor: Actor) -> Iterable[_Value]:
    return _beginning(typed, map(label, groups_seen_by(actor).values()))


def _categories(typed: str, _actor: Actor) -> Iterable[_Value]:
    return _beginning(typed, (branch.name for branch in tree(only_active=True)))


def _tags(typed: str, actor: Actor) -> Iterable[_Value]:
    return ((tag, "") for tag in tags_beginning(typed, actor, MOST))


def _staff(typed: str, actor: Actor) -> Iterable[_Value]:
    staff = people_visible_to(actor).filter(role__is_staff=True).order_by("name", "pk")
    named = [(name or email, email) for name, email in staff.values_list("name", "email")]
    wanted = fold(typed)
    return ((email, name) for name, email in named if f" {wanted}" in f" {fold(name)} {fold(email)}")


def _customers(typed: str, actor: Actor) -> Iterable[_Value]:
    return ((person.address, person.name) for person in complete(actor, typed))


def _organisations(typed: str, actor: Actor) -> Iterable[_Value]:
    hits = find(Query(typed, is_typing=True), actor=actor, kind=Organization.search_kind, limit=MOST).hits
    names = Organization.objects.in_bulk([hit.object_id for hit in hits])
    return ((names[hit.object_id].name, "") for hit in hits)


def _days(typed: str, actor: Actor) -> Iterable[_Value]:
    today = clock.now().astimezone(ZoneInfo(actor.time_zone)).date().isoformat()
    return [*DAYS.beginning(typed), *_beginning(typed, ("7d", "30d", today))]


def _beginning(typed: str, names: Iterable[str]) -> Iterable[_Value]:
    wanted = fold(typed)
    return ((name, "") for name in names if f" {wanted}" in f" {fold(name)}")


_FURTHER: Mapping[str, Callable[[str, Actor], Iterable[_Value]]] = {
    "from": _customers,
    "to": _customers,
    "requester": _customers,
    "organisation": _organisations,
    "assignee": _staff,
    "group": _groups,
    "category": _categories,
    "tag": _tags,
    **dict.fromkeys(("before", "after", "on", "created", "updated", "solved", "promised"), _days),
}
