"""What a query consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    FIELD = "field"
    TAG = "tag"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query and its place: `text[start:end]` is how it was typed.

    `value` has lost quotes, "#", "-" and the field's name. `name` is that of a field, as typed. What a name or
    a value means, and whether there is such a field, the slice decides whose documents are looked for.
    """

    kind: Kind
    value: str
    start: int
    end: int
    name: str = ""
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of a query in the order in which they were typed; false if there are none."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def words(self) -> tuple[Part, ...]:
        """Words that have to be there."""
        return self._of(Kind.WORD, is_negated=False)

    @property
    def phrases(self) -> tuple[Part, ...]:
        """Phrases that have to be there."""
        return self._of(Kind.PHRASE, is_negated=False)

    @property
    def numbers(self) -> tuple[Part, ...]:
        """What may be the number of something, and has to be there."""
        return self._of(Kind.NUMBER, is_negated=False)

    @property
    def without(self) -> tuple[Part, ...]:
        """Words, phrases and numbers that must not be there."""
        return self._of(Kind.WORD, Kind.PHRASE, Kind.NUMBER, is_negated=True)

    @property
    def fields(self) -> tuple[Part, ...]:
        """Fields, wanted and unwanted."""
        return self._of(Kind.FIELD)

    @property
    def tags(self) -> tuple[Part, ...]:
        """Tags, wanted and unwanted."""
        return self._of(Kind.TAG)

    def _of(self, *kinds: Kind, is_negated: bool | None = None) -> tuple[Part, ...]:
        return tuple(
            part
            for part in self.parts
            if part.kind in kinds and (is_negated is None or part.is_negated is is_negated)
        )
