"""Several names in one sentence, as each language counts them up."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list

from .direction import isolate

# English as our own sentences have it: no comma before "and".
_LOCALES = {"en": "en_GB"}


def listed(names: Iterable[str], language: str) -> str:
    """The names with commas and an "and" (CLDR list patterns), each kept apart from the writing around it."""
    return format_list([isolate(name) for name in names], locale=_LOCALES.get(language, language))
