"""Arranging the shelves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.knowledge.access import require_publisher
from divan.knowledge.models import KnowledgeArticle, KnowledgeCategory

DEEPEST = 4


@transaction.atomic
def create_category(
    names: Mapping[str, str], *, actor: Actor, parent: KnowledgeCategory | None = None
) -> KnowledgeCategory:
    """A new shelf behind its siblings, with its names by language. Raises Refused where the tree is too deep."""
    require_publisher(actor)
    if parent is not None and len(_above(parent)) + 1 >= DEEPEST:
        raise Refused(_("Categories can be four deep at most."), field="parent")
    last = KnowledgeCategory.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    category = KnowledgeCategory.objects.create(names=dict(names), parent=parent, position=place)
    record(actor, "knowledge.category_created", category, id=category.pk)
    return category


@transaction.atomic
def rename_category(
    category: KnowledgeCategory, names: Mapping[str, str], *, actor: Actor
) -> KnowledgeCategory:
    """Give a shelf other names."""
    require_publisher(actor)
    row = KnowledgeCategory.objects.select_for_update().get(pk=category.pk)
    if row.names == dict(names):
        return row
    row.names = dict(names)
    row.save(update_fields=["names"])
    record(actor, "knowledge.category_changed", row, id=row.pk)
    return row


@transaction.atomic
def move_category(category: KnowledgeCategory, *, up: bool, actor: Actor) -> None:
    """Change places with the sibling before it, or after it; at the end of the row nothing happens."""
    require_publisher(actor)
    siblings = list(KnowledgeCategory.objects.select_for_update().filter(parent_id=category.parent_id))
    here = next(place for place, one in enumerate(siblings) if one.pk == category.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(siblings):
        return
    siblings[here], siblings[there] = siblings[there], siblings[here]
    for place, sibling in enumerate(siblings):
        sibling.position = place
    KnowledgeCategory.objects.bulk_update(siblings, ["position"])
    record(actor, "knowledge.category_changed", category, id=category.pk)


@transaction.atomic
def delete_category(category: KnowledgeCategory, *, actor: Actor) -> None:
    """Take an empty shelf away. Raises Refused while anything stands on it."""
    require_publisher(actor)
    row = KnowledgeCategory.objects.select_for_update().filter(pk=category.pk).first()
    if row is None:
        return
    if row.children.exists() or KnowledgeArticle.objects.filter(category=row).exists():
        raise Refused(_("Move the articles and categories out of it first."))
    record(actor, "knowledge.category_deleted", row, id=row.pk)
    row.delete()


def _above(category: KnowledgeCategory) -> list[KnowledgeCategory]:
    """The shelves that this one stands on, the nearest first."""
    found: list[KnowledgeCategory] = []
    current = category.parent
    while current is not None:
        found.append(current)
        current = current.parent
    return found
