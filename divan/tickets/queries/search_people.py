"""People, organisations and help articles that a search finds. The fields of tickets mean nothing to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from divan.accounts.access import organizations_visible_to, people_visible_to
from divan.accounts.models import Organization, User
from divan.core.actors import Actor
from divan.knowledge.models import ArticleTranslation
from divan.knowledge.queries import matching
from divan.search.queries import Marker, Query, Tally, count, find, highlight, marker, snippet

PAGE = 50
PERSON, ORGANIZATION, ARTICLE = User.search_kind, Organization.search_kind, "article"


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody or something that was found: its name with marks, and what stands beside it.

    `key` is the address of a person, the name of an organisation, the slug of an article.
    """

    id: int
    key: str
    title: SafeString
    name: str
    note: str = ""
    language: str = ""
    excerpt: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of them and where the next one begins (empty at the end)."""

    rows: Sequence[Line]
    following: str = ""


def people_found(actor: Actor, query: Query, *, after: str = "", limit: int = PAGE) -> Lines:
    """People whom the actor may know, with their address and organisation."""
    ids, following = _ids(actor, query, PERSON, after, limit)
    if not ids:
        return Lines(())
    columns = ("pk", "name", "email", "organization__name")
    found = people_visible_to(actor).filter(pk__in=ids).order_by().values_list(*columns)
    meant = marker(query)
    lines = {
        pk: Line(pk, email, highlight(name or email, meant), name or email, organization or "")
        for pk, name, email, organization in found
    }
    return Lines([lines[pk] for pk in ids if pk in lines], following)


def organizations_found(actor: Actor, query: Query, *, after: str = "", limit: int = PAGE) -> Lines:
    """Organisations of people whom the actor may know."""
    ids, following = _ids(actor, query, ORGANIZATION, after, limit)
    if not ids:
        return Lines(())
    found = organizations_visible_to(actor).filter(pk__in=ids).order_by().values_list("pk", "name")
    meant = marker(query)
    lines = {pk: Line(pk, name, highlight(name, meant), name) for pk, name in found}
    return Lines([lines[pk] for pk in ids if pk in lines], following)


def articles_found(actor: Actor, query: Query, language: str, *, limit: int = PAGE) -> Lines:
    """Help articles, each once, in the language that suits the reader best."""
    meant = marker(query)
    found = matching(actor, _words(query), language, limit)
    return Lines([_article(place, one, meant) for place, one in enumerate(found)])


def counted(actor: Actor, query: Query, kind: str, language: str) -> Tally:
    """How many the actor would find; articles up to a page of them, for each has a text in every language."""
    if kind == ARTICLE:
        number = len(matching(actor, _words(query), language, PAGE))
        return Tally(number, is_capped=number >= PAGE)
    return count(replace(query, facets=()), actor=actor, kind=kind)


def _ids(actor: Actor, query: Query, kind: str, after: str, limit: int) -> tuple[list[int], str]:
    found = find(replace(query, facets=()), actor=actor, kind=kind, limit=limit, after=after)
    return [hit.object_id for hit in found.hits], found.after


def _article(place: int, found: ArticleTranslation, meant: Marker) -> Line:
    title = highlight(found.title, meant, found.language)
    excerpt = snippet(found.summary, meant, found.language)
    return Line(place, found.article.slug, title, found.title, language=found.language, excerpt=excerpt)


def _words(query: Query) -> str:
    return " ".join([query.words, *query.phrases]).strip()
