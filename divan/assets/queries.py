"""Reads of products, each beginning with the actor's gate."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from divan.accounts.models import User
from divan.assets import access
from divan.assets.models import Asset, AssetType
from divan.core.actors import Actor
from divan.core.ids import id_in
from divan.core.l10n.folding import fold

PAGE = 50
MOST_CHOICES = 20


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list by name, and where the next one begins (empty at the end)."""

    rows: Sequence[Asset]
    next: str


def assets(actor: Actor, *, text: str = "", type_id: int | None = None, after: str = "") -> Page:
    """Products by name; those that are retired come too when they are searched for."""
    rows = _matching(access.visible_to(actor), text)
    if not text:
        rows = rows.filter(is_active=True)
    if type_id:
        rows = rows.filter(type_id=type_id)
    key, _mark, last = after.rpartition("~")
    if last_id := id_in(last):
        rows = rows.filter(Q(key__gt=key) | Q(key=key, pk__gt=last_id))
    found = list(rows.select_related("type", "person", "organization").order_by("key", "pk")[: PAGE + 1])
    return Page(found[:PAGE], f"{found[PAGE - 1].key}~{found[PAGE - 1].pk}" if len(found) > PAGE else "")


def choices(actor: Actor, requester: User | None, *, text: str = "") -> list[Asset]:
    """Products that something may be about: those of the requester first, then of their organisation.

    Staff find the others by a word of name, model or serial number; customers see their own alone.
    """
    rows = access.visible_to(actor).filter(is_active=True)
    whose = [When(person_id=requester.pk, then=Value(0))] if requester else []
    mine = Q(person_id=requester.pk) if requester else Q(pk=None)
    if requester and requester.organization_id:
        whose.append(When(organization_id=requester.organization_id, then=Value(1)))
        mine |= Q(organization_id=requester.organization_id, person=None)
    rows = _matching(rows, text) if text else rows.filter(mine)
    nearness = Case(*whose, default=Value(2), output_field=IntegerField()) if whose else Value(2)
    return list(rows.select_related("type").order_by(nearness, "key", "pk")[:MOST_CHOICES])


def types(*, only_active: bool = False) -> list[AssetType]:
    """All types in their order."""
    rows = AssetType.objects.all()
    return list(rows.filter(is_active=True) if only_active else rows)


def names_of(ids: Collection[int]) -> Mapping[int, str]:
    """Names by id."""
    return dict(Asset.objects.filter(pk__in=ids).values_list("pk", "name"))


def ids_named(text: str) -> QuerySet[Any, Any]:
    """Ids of products whose name, model or serial number has all these words."""
    return _matching(Asset.objects.all(), text).order_by().values("pk")


def ids_with_serial(text: str) -> QuerySet[Any, Any]:
    """Ids of products with this serial number; large and small letters are the same."""
    return Asset.objects.filter(serial__iexact=text).order_by().values("pk")


def _matching(rows: QuerySet[Asset], text: str) -> QuerySet[Asset]:
    for word in fold(text[:200]).split():
        rows = rows.filter(words__contains=word)
    return rows
