"""Words that stand for something in a query, as they are typed in each of the five languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from divan.core.l10n.folding import fold
from divan.core.l10n.languages import CODES, known

SHORTEST_BEGINNING = 3


def compact(text: str) -> str:
    """The letters and digits of a text as a reader hears them: "On hold", on-hold and ON_HOLD are one."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


class Vocabulary:
    """Keys, each with its name. The key itself and its aliases are understood in every language."""

    def __init__(self, names: Mapping[str, str | Promise], aliases: Mapping[str, str] | None = None) -> None:
        self.names = dict(names)
        self._aliases = dict(aliases or {})
        self._tables: dict[str, dict[str, str]] = {}

    def exactly(self, typed: str) -> str | None:
        """The key that is meant, written in full in any of the languages."""
        return self._table().get(compact(typed))

    def find(self, typed: str) -> str | None:
        """The key that is meant; a beginning is enough where only one key begins so."""
        wanted, table = compact(typed), self._table()
        if wanted in table or len(wanted) < SHORTEST_BEGINNING:
            return table.get(wanted)
        keys = {key for spelling, key in table.items() if spelling.startswith(wanted)}
        return keys.pop() if len(keys) == 1 else None

    def nearest(self, typed: str) -> str | None:
        """The key whose spelling is most like what was typed, if one is: in English or the reader's language, as a
        slip in one language is often a word of another.
        """
        spellings = {compact(key): key for key in self.names}
        spellings |= {compact(name): key for key, name in self.entries()}
        near = get_close_matches(compact(typed), spellings, n=1, cutoff=0.75)
        return spellings[near[0]] if near else None

    def beginning(self, typed: str) -> list[tuple[str, str]]:
        """What to type for the keys that begin so, with their names, in the reader's language or in English."""
        wanted = compact(typed)
        return [
            (name if compact(name).startswith(wanted) else key, name)
            for key, name in self.entries()
            if compact(name).startswith(wanted) or compact(key).startswith(wanted)
        ]

    def entries(self) -> list[tuple[str, str]]:
        """Every key with its name in the reader's language."""
        return [(key, str(name)) for key, name in self.names.items()]

    def shown(self, keys: Iterable[str] | None = None) -> list[str]:
        """The names of these keys, or of all of them, in the reader's language."""
        return [str(self.names[key]) for key in (self.names if keys is None else keys)]

    def _table(self) -> dict[str, str]:
        """Spelling: key. Where two languages mean different things by one word, the reader's counts."""
        language = known(get_language())
        if language not in self._tables:
            table = {compact(key): key for key in self.names}
            table |= {compact(alias): key for alias, key in self._aliases.items()}
            for code in dict.fromkeys((language, *CODES)):
                with override(code):
                    for key, name in self.entries():
                        table.setdefault(compact(name), key)
            self._tables[language] = table
        return self._tables[language]
