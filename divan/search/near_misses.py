"""Did you mean: the query again with words that somebody wrote instead of words that lead nowhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.core.l10n.words import ZWNJ, tokens
from divan.search import known_words
from divan.search.finding import find
from divan.search.normaliser import LATIN, Term, forms_of_word, language_of_word, sought
from divan.search.ranking import MOST_WORDS, Query
from divan.search.spelling import distance, slips_in

_TRIED = 5
_MOST_VARIANTS = 4
_BEGINNINGS = (7, 6, 5)
"""Letters that tell a word whatever its ending: one with a slip in it, or behind one, is not recognised."""


def did_you_mean(
    query: Query | str, *, actor: Actor, kind: str, among: QuerySet[Any] | None = None
) -> str | None:
    """The words of the query, corrected so that the actor finds something; None if nothing is near.

    A word that finds something by itself is right, however rare; one that does not may be misspelt although
    others misspelt it before. Words of what the actor may not see are never suggested: a correction is shown
    only if the search that it offers has a result for this actor.
    """
    asked = query if isinstance(query, Query) else Query(words=query)
    # A search asks for no more words than these, so it would prove nothing about the words behind them.
    words = tokens(asked.words, "")[:MOST_WORDS]

    def finds(text: str, *, alone: bool = False) -> bool:
        wanted = Query(text, languages=asked.languages)
        if not alone:
            wanted = Query(text, asked.phrases, asked.without, languages=asked.languages)
        return bool(find(wanted, actor=actor, kind=kind, among=among, limit=1).hits)

    meant = {place: word for place, word in enumerate(words) if finds(word, alone=True)}
    for place in sorted(set(range(len(words))) - set(meant)):
        for candidate in _near(words[place], asked.languages)[:_TRIED]:
            tried = _joined({**meant, place: candidate})
            if finds(tried):
                meant[place] = candidate
                break
    corrected = _joined({**dict(enumerate(words)), **meant})
    return corrected if corrected != " ".join(words) and finds(corrected) else None


def _joined(words: dict[int, str]) -> str:
    return " ".join(words[place] for place in sorted(words))


def _near(word: str, languages: tuple[str, ...]) -> list[str]:
    """Known words that may have been meant, the likeliest first: by few slips, then by common trigrams."""
    key = fold(word).replace(ZWNJ, "")
    variants = _variants(key, sought(word, languages))
    best: dict[str, tuple[float, float]] = {}
    for variant in variants:
        for candidate, likeness in known_words.near(variant):
            if candidate == key:
                continue
            slips = best[candidate][0] if candidate in best else _slips(variants, candidate)
            if slips is not None:
                best[candidate] = min(best.get(candidate, (slips, -likeness)), (slips, -likeness))
    return sorted(best, key=lambda candidate: (*best[candidate], candidate))


def _variants(key: str, terms: list[Term]) -> list[str]:
    """The word, and what is left without the endings and prefixes that are recognised."""
    stems = (form for term in terms for form in (*term.exact, *term.stems, *term.affixes))
    return list(dict.fromkeys([key, *stems]))[:_MOST_VARIANTS]


def _slips(variants: list[str], candidate: str) -> float | None:
    """How many slips away the word is, in any of its forms; by its beginning alone it is half a slip more.

    None if it is too far.
    """
    script = language_of_word(candidate, "")
    forms = {form for latin in (LATIN if not script else ("",)) for form in forms_of_word(candidate, latin)}
    found = [_apart(variant, form, slips_in(len(variant))) for variant in variants for form in forms]
    found += [
        away + 0.5
        for length in _BEGINNINGS
        for its in (length - 1, length, length + 1)
        if len(variants[0]) >= length and len(candidate) >= its
        for away in [_apart(variants[0][:length], candidate[:its], slips_in(length) - (length > its))]
        if away is not None
    ]
    return min((away for away in found if away is not None), default=None)


def _apart(one: str, other: str, most: int) -> float | None:
    """How far two words with the same first letter are apart; None if it is more than `most`."""
    if one[0] != other[0] or abs(len(one) - len(other)) > most:
        return None
    away = distance(one, other)
    return away if away <= most else None
