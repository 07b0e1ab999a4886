"""Articles for somebody who has a question, with the asked words marked; near misses are corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from divan.core.actors import Actor
from divan.core.l10n.words import tokens
from divan.knowledge.markdown import plain
from divan.knowledge.models import ArticleTranslation
from divan.knowledge.queries.search import FOUND, LONGEST_QUERY, about, matching
from divan.knowledge.search_documents import ARTICLE
from divan.search.queries import Marker, Query, did_you_mean, highlight, marker, snippet

_MARKED = 400
"""Characters of a question whose words are marked in what was found."""

_CORRECTED = 2
"""So many words of a question that nothing is about are looked at for slips."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An article that may answer: title and a stretch of its text, both marked.

    `is_fallback` when it is not there in the reader's language.
    """

    slug: str
    language: str
    title: SafeString
    snippet: SafeString
    kind: str
    level: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found. `instead` are the words that were searched because the typed ones are nowhere."""

    articles: list[Answer] = field(default_factory=list)
    instead: str = ""


def answers(actor: Actor, text: str, language: str, count: int = FOUND) -> Answers:
    """Articles with all words of `text` in any form, or with the words that were probably meant."""
    words = text[:LONGEST_QUERY]
    rows = matching(actor, words, language, count)
    if rows or not words:
        return _answers(rows, Query(words, is_typing=True), language)
    meant = did_you_mean(words, actor=actor, kind=ARTICLE) or ""
    rows = matching(actor, meant, language, count) if meant else []
    return _answers(rows, Query(meant), language, meant)


def suggested_answers(actor: Actor, subject: str, body: str, language: str) -> Answers:
    """A few articles about what somebody is writing, for as long as it is not sent."""
    text = f"{subject[:LONGEST_QUERY]}\n{body}".strip()
    if rows := about(actor, text, language):
        return _answers(rows, Query(text[:_MARKED]), language)
    meant = _meant(actor, subject[:LONGEST_QUERY] or body[:LONGEST_QUERY])
    rows = about(actor, meant, language) if meant else []
    return _answers(rows, Query(meant), language, meant)


def _meant(actor: Actor, text: str) -> str:
    """Known words for the longest ones of a question: what is misspelt is seldom the only thing it says."""
    longest = sorted(set(tokens(text, "")), key=lambda word: (-len(word), word))[:_CORRECTED]
    return " ".join(filter(None, (did_you_mean(word, actor=actor, kind=ARTICLE) for word in longest)))


def _answers(rows: Sequence[ArticleTranslation], query: Query, language: str, instead: str = "") -> Answers:
    """The rows as they are shown (one query for their texts)."""
    if not rows:
        return Answers()
    asked = marker(query)
    ids = [row.pk for row in rows]
    html = dict(ArticleTranslation.objects.filter(pk__in=ids).values_list("pk", "html"))
    return Answers([_answer(row, html.get(row.pk, ""), asked, language) for row in rows], instead)


def _answer(row: ArticleTranslation, html: str, asked: Marker, language: str) -> Answer:
    return Answer(
        slug=row.article.slug,
        language=row.language,
        title=highlight(row.title, asked, row.language),
        snippet=snippet(_telling(row, html, asked), asked, row.language),
        kind=row.article.kind,
        level=row.article.level,
        is_fallback=row.language != language,
    )


def _telling(row: ArticleTranslation, html: str, asked: Marker) -> str:
    """The summary, unless only the text has the words."""
    text = plain(html)
    has = [any(True for _span in asked.spans(words, row.language)) for words in (row.summary, text)]
    return text if (has[1] and not has[0]) or not row.summary else row.summary
