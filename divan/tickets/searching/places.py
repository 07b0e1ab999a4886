"""Fields that say where the desk has put a ticket: group, category and tag."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Group
from divan.core.actors import Actor, Right
from divan.core.l10n.folding import fold
from divan.core.labels import label
from divan.tickets.models import Category, Tag, Tagging
from divan.tickets.models.tags import LONGEST
from divan.tickets.searching.meaning import Meaning, Reading, none_of
from divan.tickets.searching.vocabulary import Vocabulary, compact

MINE = Vocabulary({"mine": pgettext_lazy("search value", "mine")})
NONE = Vocabulary({"none": pgettext_lazy("search value", "none")})

_Named = dict[int, Mapping[str, str]]


def group(value: str, reading: Reading) -> Meaning:
    """A group by its name in any language, or all groups that one belongs to."""
    if MINE.exactly(value):
        return Meaning(Q(group_id__in=list(reading.actor.groups)))
    found = _matching(groups_seen_by(reading.actor), value)
    return Meaning(Q(group_id__in=found), f"g{found[0]}" if len(found) == 1 else "")


def category(value: str, _reading: Reading) -> Meaning:
    """A category with everything below it, or "none"."""
    if NONE.exactly(value):
        return Meaning(Q(category__isnull=True))
    rows = list(Category.objects.values_list("pk", "parent_id", "names"))
    found = set(_matching({pk: names for pk, _parent, names in rows}, value))
    reached = 0
    while len(found) > reached:
        reached = len(found)
        found |= {pk for pk, parent, _names in rows if parent in found}
    return Meaning(Q(category_id__in=found))


def tag(value: str, reading: Reading) -> Meaning:
    """A tag in any spelling that a reader takes for the same word."""
    key = fold(value)[: 4 * LONGEST]
    found = _tags_seen_by(reading.actor).filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise none_of(f"#{value}", [f"#{name}" for name in tags_beginning(value[:1], reading.actor)])
    return Meaning(Q(pk__in=Tagging.objects.filter(tag_id=found).order_by().values("ticket_id")))


def tags_beginning(typed: str, actor: Actor, limit: int = 5) -> list[str]:
    """Tags of tickets on the actor's desk that begin so, by name."""
    key = fold(typed)
    beginning = _tags_seen_by(actor).filter(key__startswith=key) if key else Tag.objects.none()
    return list(beginning.order_by("key").values_list("name", flat=True)[:limit])


def _tags_seen_by(actor: Actor) -> QuerySet[Tag]:
    """Tags of tickets in groups whose tickets the actor sees: what others call theirs may tell what they are about."""
    held = actor.groups_with(Right.SEE)
    if held is None:
        return Tag.objects.all()
    seen = Tagging.objects.filter(tag_id=OuterRef("pk"), ticket__group_id__in=held)
    return Tag.objects.filter(Exists(seen.order_by()))


def groups_seen_by(actor: Actor) -> _Named:
    """The names of the groups whose tickets the actor sees, also of those no longer in use."""
    held = actor.groups_with(Right.SEE)
    groups = Group.objects.all() if held is None else Group.objects.filter(pk__in=held)
    return {pk: {**names, "": slug} for pk, names, slug in groups.values_list("pk", "names", "slug")}


def _matching(things: _Named, value: str) -> list[int]:
    """Those with that name in any language; if there are none, those whose names begin so."""
    wanted = compact(value)
    spelled = {pk: {compact(name) for name in names.values()} for pk, names in things.items()}
    exact = [pk for pk, names in spelled.items() if wanted in names]
    begin = [pk for pk, names in spelled.items() if any(name.startswith(wanted) for name in names)]
    found = exact or begin if wanted else []
    if not found:
        raise none_of(value, map(label, things.values()))
    return found
