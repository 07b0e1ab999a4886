"""What was found, marked in the original text, also where another form of the word was typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from divan.core.l10n.words import SHORTEST_REST, ZWNJ, tokens
from divan.search.normaliser import forms_of_word, paragraphs
from divan.search.ranking import Query, question_of

SNIPPET = 160
"""Characters of a snippet, without its marks."""

# A word as it is written, with the marks, quotes and invisible signs that folding takes away.
_WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f'’׳״\"](?=\S))*"
)
_LEADING_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks the words of one query; make it once for a page of texts."""

    forms: frozenset[str]
    beginning: str

    def spans(self, text: str, language: str = "") -> Iterator[tuple[int, int]]:
        """Start and end of every word of `text` that the query means."""
        if not self.forms:
            return
        latin = next(iter(paragraphs(text[:1000], language)))[1]
        seen: dict[str, bool] = {}
        for match in _WORD.finditer(text):
            word = match.group()
            is_meant = seen.get(word)
            if is_meant is None:
                is_meant = seen[word] = self._means(word, latin)
            if is_meant:
                yield match.span()

    def _means(self, word: str, latin: str) -> bool:
        for token in _tokens(word, latin):
            forms = forms_of_word(token, latin)
            if not self.forms.isdisjoint(forms):
                return True
            if self.beginning and forms[0].startswith(self.beginning):
                return True
        return False


def marker(query: Query | str, languages: Sequence[str] = ()) -> Marker:
    """The marker of a query."""
    asked = query if isinstance(query, Query) else Query(words=query, languages=tuple(languages))
    question = question_of(Query(asked.words, asked.phrases, languages=asked.languages))
    if question is None:
        return Marker(frozenset(), "")
    terms = question.terms
    forms = {form for term in terms for form in (*term.exact, *term.stems, *term.affixes)}
    forms |= {form for term in terms for parts in term.compounds for part in parts for form in part}
    beginning = terms[-1].exact[0] if asked.is_typing and len(terms[-1].exact[0]) >= SHORTEST_REST - 1 else ""
    return Marker(frozenset(forms), beginning)


def highlight(text: str, query: Query | str | Marker, language: str = "") -> SafeString:
    """`text`, escaped, with `<mark>` around every word that the query means. `language` is the text's."""
    mark = query if isinstance(query, Marker) else marker(query, (language,) if language else ())
    return _marked(text, list(mark.spans(text, language)))


def snippet(text: str, query: Query | str | Marker, language: str = "", length: int = SNIPPET) -> SafeString:
    """The stretch of about `length` characters of `text` with most of the query's words, marked."""
    mark = query if isinstance(query, Marker) else marker(query, (language,) if language else ())
    spans = list(mark.spans(text, language))
    start = _best_start(text, spans, length)
    end = min(len(text), start + length)
    if end < len(text) and (cut := text.rfind(" ", start + length // 2, end)) > 0:
        end = cut
    inside = [(left - start, right - start) for left, right in spans if left >= start and right <= end]
    shown = _marked(text[start:end], inside)
    return mark_safe(("… " if start else "") + shown + (" …" if end < len(text) else ""))  # noqa: S308 - escaped


def _best_start(text: str, spans: list[tuple[int, int]], length: int) -> int:
    """Where the stretch with most marked words begins, at the start of a word."""
    if not spans or spans[0][0] < length // 2:
        return 0
    starts = [start for start, _end in spans]
    most = max(range(len(starts)), key=lambda number: bisect_left(starts, starts[number] + length) - number)
    start = max(0, starts[most] - _LEADING_CONTEXT)
    blank = text.find(" ", start, starts[most])
    return blank + 1 if start and blank >= 0 else start


def _marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts: list[str] = []
    place = 0
    for start, end in spans:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 - every piece is escaped


@lru_cache(maxsize=50_000)
def _tokens(word: str, latin: str) -> tuple[str, ...]:
    """The word as the index knows it: usually one token."""
    return tuple(tokens(unicodedata.normalize("NFC", word).strip(ZWNJ), latin))
