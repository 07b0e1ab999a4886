"""Words that stand side by side. The index does not know places, so the texts themselves are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from divan.core.l10n.folding import fold
from divan.core.l10n.words import ZWNJ, tokens
from divan.search.documents import Kind, Passage, View


def stand_in(phrases: Iterable[str], kind: Kind, object_id: int, view: View) -> bool:
    """Whether every phrase stands in one of the texts of an object that the view reads."""
    for document in kind.load([object_id]):
        internal = document.internal if view.reads_internal else ()
        texts = [_keys(passage) for passage in (*document.subject, *document.public, *internal)]
        return all(any(_holds(text, _keys(Passage(phrase))) for text in texts) for phrase in phrases)
    return False


def _keys(passage: Passage) -> list[str]:
    return [fold(token).replace(ZWNJ, "") for token in tokens(passage.text, passage.language)]


def _holds(text: Sequence[str], phrase: Sequence[str]) -> bool:
    last = len(text) - len(phrase) + 1
    return any(text[place : place + len(phrase)] == phrase for place in range(last))
