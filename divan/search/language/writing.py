"""From parts to text. The text is all that a search page remembers; its links are made here."""

from __future__ import annotations

import re
from collections.abc import Collection

from divan.search.language.parts import Kind, Parsed, Part
from divan.search.language.quotes import OPENING, quoted

_IN_NEED_OF_QUOTES = re.compile(rf"\s|^[{OPENING}:/\\#]|[,;،؛]$")
_TAG_IN_NEED_OF_QUOTES = re.compile(r"\s|^[\d۰-۹٠-٩]+$|[.,;:!?،؛؟]$")


def to_text(parsed: Parsed) -> str:
    """The query in its shortest form; reading it gives the same parts."""
    return " ".join(written(part) for part in parsed.parts)


def without_part(parsed: Parsed, part: Part) -> str:
    """The query without one of its parts."""
    return to_text(Parsed(tuple(each for each in parsed.parts if each != part)))


def with_field(parsed: Parsed, name: str, value: str, *, instead_of: Collection[Part] = ()) -> str:
    """The query with a field: in the place of the first of `instead_of`, which all go, otherwise at the end."""
    added = Part(Kind.FIELD, value, 0, 0, name)
    parts: list[Part] = []
    for part in parsed.parts:
        if part not in instead_of:
            parts.append(part)
        elif added not in parts:
            parts.append(added)
    return to_text(Parsed(tuple(parts if added in parts else [*parts, added])))


def written(part: Part) -> str:
    """One part as it is typed."""
    return ("-" if part.is_negated else "") + _content(part)


def _content(part: Part) -> str:
    if part.kind is Kind.PHRASE:
        return quoted(part.value)
    if part.kind is Kind.TAG:
        return "#" + (quoted(part.value) if _TAG_IN_NEED_OF_QUOTES.search(part.value) else part.value)
    if part.kind is Kind.FIELD:
        needs = _IN_NEED_OF_QUOTES.search(part.value)
        return f"{part.name}:{quoted(part.value) if needs else part.value}"
    return part.value
