"""Words that stand side by side. The index does not know places, so the texts themselves are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from divan.core.l10n.folding import fold
from divan.core.l10n.words import ZWNJ, tokens
from divan.search.documents import Document, Kind, Passage, View


def holding(phrases: Sequence[str], kind: Kind, objects: Collection[int], view: View) -> set[int]:
    """Those of the objects in which every phrase stands in one of the texts that the view reads."""
    wanted = [_keys(Passage(phrase)) for phrase in phrases]
    return {
        document.object_id
        for document in kind.load(objects)
        if _holds(wanted, list(_texts(document, reads_internal=view.reads_internal)))
    }


def _texts(document: Document, *, reads_internal: bool) -> Iterator[str]:
    yield from map(_keys, document.subject)
    yield from map(_keys, document.public)
    if reads_internal:
        yield from map(_keys, document.internal)


def _holds(wanted: Sequence[str], texts: Sequence[str]) -> bool:
    return all(any(phrase in text for text in texts) for phrase in wanted)


def _keys(passage: Passage) -> str:
    """The search keys of the words, with a blank before and behind each."""
    return f" {' '.join(map(_key, tokens(passage.text, passage.language)))} "


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return fold(word).replace(ZWNJ, "")
