"""Reads through the gate whose SQL is built once for each number of groups that somebody sees, not for each page.

Building the gate and what is asked behind it costs Django ten times what the databases take to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db.models import QuerySet

from divan.core.actors import Actor, Kind, Right
from divan.core.prepared import Prepared, Value

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Colleague:
    """Stands for a member of the staff while the SQL is built.

    It has what the gate may ask of one, and nothing besides: a gate that asks for more fails here, instead of
    letting through by what is true of somebody else.
    """

    id: int
    groups: Sequence[int] | None

    @property
    def kind(self) -> Kind:
        return Kind.PERSON

    @property
    def is_staff(self) -> bool:
        return True

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def person_id(self) -> int:
        return self.id

    def groups_with(self, right: Right) -> list[int] | None:
        if right is not Right.SEE:
            raise ValueError("a gated read knows only who may see")
        return None if self.groups is None else list(self.groups)


class Gated(Generic[Row]):
    """A read with a gate: `build(actor, **parameters)` gives the queryset, the rest as for `Prepared`.

    Only members of the staff are asked about often enough to keep their SQL; for all others it is built anew.
    The rights themselves are parameters of each call and so never older than the actor.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], /, **kinds: type[int] | type[str]) -> None:
        def of_some(reader: int, groups: Sequence[int], **values: Value) -> QuerySet[Any, Row]:
            return build(cast("Actor", _Colleague(reader, groups)), **values)

        def of_all(reader: int, **values: Value) -> QuerySet[Any, Row]:
            return build(cast("Actor", _Colleague(reader, None)), **values)

        self._build = build
        self._of_some = Prepared(of_some, reader=int, groups=list[int], **kinds)
        # Who sees every group may need no condition that names them.
        self._of_all = Prepared(of_all, ("reader",), reader=int, **kinds)

    def __call__(self, actor: Actor, **values: Value) -> list[Row]:
        """The rows that the actor sees for these values."""
        if actor.kind is not Kind.PERSON or not actor.is_staff:
            return list(self._build(actor, **values))
        groups = actor.groups_with(Right.SEE)
        if groups is None:
            return self._of_all(reader=actor.person_id, **values)
        if not groups:  # Django has no SQL for what can find nothing
            return list(self._build(actor, **values))
        return self._of_some(reader=actor.person_id, groups=groups, **values)

    def first(self, actor: Actor, **values: Value) -> Row | None:
        """The first of the rows; the query should ask for one only."""
        return next(iter(self(actor, **values)), None)
