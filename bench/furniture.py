"""What a desk gathers over the years: views of people, of groups and for all, and fields that tickets have besides."""

from __future__ import annotations

from divan.accounts.models import Group, User
from divan.core import clock
from divan.core.l10n.folding import fold
from divan.tickets.models import CustomField, SavedView

VIEWS = 150
FIELDS = 200
_QUERIES = (
    "is:open priority:high",
    "is:unanswered group:mine",
    "status:pending",
    "machine is:open",
    "tag:wifi",
)
_KINDS = ("text", "number", "date", "check", "choice")
_CHOICES = [{"value": word, "labels": {"en": word.title()}} for word in ("red", "green", "blue")]


def furnish(agent: User, supervisor: User) -> None:
    """Once: a third of the views each personal, of one of the groups, and for everybody; then the fields."""
    if CustomField.objects.count() >= FIELDS:
        return
    groups = list(Group.objects.order_by("pk"))
    rows = []
    for place in range(VIEWS):
        name = f"View {place:03}"
        owner, group = (agent, None) if place % 3 == 0 else (supervisor, groups[place % len(groups)])
        rows.append(
            SavedView(
                owner=owner,
                name=name,
                key=fold(name),
                query=_QUERIES[place % len(_QUERIES)],
                group=group if place % 3 == 1 else None,
                is_global=place % 3 == 2,
                created_at=clock.now(),
            )
        )
    SavedView.objects.bulk_create(rows)
    CustomField.objects.bulk_create(
        CustomField(
            key=f"field-{place:03}",
            kind=_KINDS[place % len(_KINDS)],
            labels={"en": f"Field {place:03}"},
            choices=_CHOICES if _KINDS[place % len(_KINDS)] == "choice" else [],
            group=groups[place % len(groups)] if place % 2 else None,
            position=place,
        )
        for place in range(FIELDS)
    )
