"""What a message is written from: an article, or a reply in another ticket. It travels with the composer.

A composer sends its sources back as signed tokens, so that nobody can name what they may not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

_SALT = "divan.tickets.source"
MOST = 10


@dataclass(frozen=True, slots=True)
class Source:
    """An article in one language, or the message `answer`. `label` is its title, or the number of its ticket."""

    label: str
    article: int | None = None
    language: str = ""
    answer: int | None = None

    @property
    def token(self) -> str:
        """What the composer sends back."""
        return signing.dumps(asdict(self), salt=_SALT)


def sources_in(tokens: Iterable[str]) -> tuple[Source, ...]:
    """The sources behind tokens, each once; what was not signed here is left out."""
    found: dict[Source, None] = {}
    for token in list(tokens)[:MOST]:
        try:
            found[Source(**signing.loads(token, salt=_SALT))] = None
        except (signing.BadSignature, TypeError):
            continue
    return tuple(found)


def as_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Sources as a draft keeps them."""
    return [asdict(source) for source in sources]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    """The sources that a draft has kept."""
    return tuple(Source(**row) for row in rows)
