"""Impact and urgency give the priority, as ITIL has it (T2)."""

from __future__ import annotations

from divan.tickets.models.ticket import Impact, Priority, Urgency

_LOW, _NORMAL, _HIGH, _URGENT = Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT

MATRIX: dict[Impact, dict[Urgency, Priority]] = {
    Impact.LOW: dict(zip(Urgency, (_LOW, _LOW, _NORMAL, _HIGH), strict=True)),
    Impact.MEDIUM: dict(zip(Urgency, (_LOW, _NORMAL, _HIGH, _HIGH), strict=True)),
    Impact.HIGH: dict(zip(Urgency, (_NORMAL, _HIGH, _HIGH, _URGENT), strict=True)),
    Impact.WORK_STOPPED: dict(zip(Urgency, (_HIGH, _URGENT, _URGENT, _URGENT), strict=True)),
}


def priority_of(impact: str, urgency: str) -> Priority:
    """The priority for an impact and an urgency."""
    return MATRIX[Impact(impact)][Urgency(urgency)]
