"""Did you mean: the query again with words that are known instead of words that nobody ever wrote."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.core.l10n.words import ZWNJ, tokens
from divan.search import known_words
from divan.search.finding import find
from divan.search.ranking import Query

LIKE_ENOUGH = 0.35
"""Share of common trigrams from which on a word may have been meant."""

_TRIED = 5


def did_you_mean(
    query: Query | str, *, actor: Actor, kind: str, among: QuerySet[Any] | None = None
) -> str | None:
    """The words of the query, corrected so that the actor finds something; None if nothing is near.

    Words of what the actor may not see are never suggested: a correction is shown only if the search that it
    offers has a result for this actor.
    """
    asked = query if isinstance(query, Query) else Query(words=query)
    words = tokens(asked.words, "")
    known = known_words.frequencies([_key(word) for word in words])
    for place, word in enumerate(words):
        if _key(word) in known:
            continue
        near = [found for found in known_words.near(_key(word)) if found[1] >= LIKE_ENOUGH][:_TRIED]
        for candidate, _likeness in near:
            corrected = " ".join([*words[:place], candidate, *words[place + 1 :]])
            better = Query(corrected, asked.phrases, asked.without, languages=asked.languages)
            if find(better, actor=actor, kind=kind, among=among, limit=1).hits:
                return corrected
    return None


def _key(word: str) -> str:
    return fold(word).replace(ZWNJ, "")
