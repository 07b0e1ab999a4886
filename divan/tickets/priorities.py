"""Impact and urgency give the priority, as ITIL has it (T2). An administrator may change each cell."""

from __future__ import annotations

from collections.abc import Mapping

from divan.core.kept import Kept
from divan.tickets.models import MatrixCell
from divan.tickets.models.ticket import Impact, Priority, Urgency

_LOW, _NORMAL, _HIGH, _URGENT = Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT

USUAL: Mapping[Impact, Mapping[Urgency, Priority]] = {
    Impact.LOW: dict(zip(Urgency, (_LOW, _LOW, _NORMAL, _HIGH), strict=True)),
    Impact.MEDIUM: dict(zip(Urgency, (_LOW, _NORMAL, _HIGH, _HIGH), strict=True)),
    Impact.HIGH: dict(zip(Urgency, (_NORMAL, _HIGH, _HIGH, _URGENT), strict=True)),
    Impact.WORK_STOPPED: dict(zip(Urgency, (_HIGH, _URGENT, _URGENT, _URGENT), strict=True)),
}


def _load() -> dict[tuple[str, str], Priority]:
    changed = MatrixCell.objects.values_list("impact", "urgency", "priority")
    known: dict[tuple[str, str], Priority] = {
        (impact, urgency): USUAL[impact][urgency] for impact in Impact for urgency in Urgency
    }
    return known | {(impact, urgency): Priority(priority) for impact, urgency, priority in changed}


matrix = Kept(_load)
"""The whole matrix by (impact, urgency)."""


def priority_of(impact: str, urgency: str) -> Priority:
    """The priority for an impact and an urgency."""
    return matrix()[Impact(impact), Urgency(urgency)]
