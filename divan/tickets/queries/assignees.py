"""Who may answer the tickets of a group."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from divan.accounts.models import Membership, User
from divan.core.actors import Right
from divan.core.l10n.folding import fold


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be chosen."""

    id: int
    name: str


def answering_in(group_id: int, *, search: str = "", limit: int = 40) -> list[Person]:
    """Active staff who hold at least the right to reply in the group, by name.

    `search` compares the beginnings of words as people read them, without regard to case and marks.
    """
    member = Membership.objects.filter(user_id=OuterRef("pk"), group_id=group_id, right__gte=int(Right.REPLY))
    staff = User.objects.filter(is_active=True, role__is_staff=True).filter(
        Q(role__all_groups__gte=int(Right.REPLY)) | Exists(member)
    )
    wanted = fold(search)
    found = [
        Person(pk, name or email)
        for pk, name, email in staff.order_by("name", "id").values_list("id", "name", "email")
        if not wanted or _begins(fold(f"{name} {email}"), wanted)
    ]
    return found[:limit]


def answering_anywhere() -> list[Person]:
    """Active staff who hold at least the right to reply in some group, by name."""
    member = Membership.objects.filter(user_id=OuterRef("pk"), right__gte=int(Right.REPLY))
    staff = User.objects.filter(is_active=True, role__is_staff=True).filter(
        Q(role__all_groups__gte=int(Right.REPLY)) | Exists(member)
    )
    rows = staff.order_by("name", "id").values_list("id", "name", "email")
    return [Person(pk, name or email) for pk, name, email in rows]


def _begins(words: str, wanted: str) -> bool:
    return f" {wanted}" in f" {words}"
