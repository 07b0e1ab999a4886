"""A search answers what reading every document would answer, in the same order, page by page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from divan.accounts.access import people_visible_to
from divan.accounts.models import Role, User
from divan.core.actors import Actor
from divan.search.actions import reindex
from divan.search.documents import document_kinds
from divan.search.engines import engine
from divan.search.expressions import AnyOf, Expression
from divan.search.models import IndexedDocument
from divan.search.normaliser import read
from divan.search.queries import Query, count, find
from divan.search.ranking import Recency, question_of
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

WORDS = ("printer", "printers", "yazıcı", "yazıcılar", "מדפסת", "במדפסת", "چاپگر", "drukarki")
_NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
_QUERIES = st.builds(
    Query,
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    without=st.lists(st.sampled_from(WORDS), max_size=1).map(tuple),
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(written=st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=12), query=_QUERIES)
def test_a_search_finds_what_reading_everything_finds(
    people: Cast, written: list[tuple[str, str]], query: Query
) -> None:
    User.objects.filter(email__startswith="found-").delete()
    role = Role.objects.get(slug="customer")
    User.objects.bulk_create(
        User(email=f"found-{number}@divan.example", name=name, phone=phone[:20], role=role)
        for number, (name, phone) in enumerate(written)
    )
    engine().clear()
    everybody = list(User.objects.order_by("pk").values_list("pk", flat=True))
    reindex("person", everybody)
    chief = actor(people.administrator)
    expected = _read_one_by_one(query, chief, everybody)
    assert [hit.object_id for hit in find(query, actor=chief, kind="person").hits] == expected
    assert count(query, actor=chief, kind="person").number == len(expected)
    assert _page_by_page(query, chief) == expected


def _read_one_by_one(query: Query, reader: Actor, everybody: list[int]) -> list[int]:
    """The slow way: the forms of every document against every tier of the question."""
    question = question_of(query)
    assert question is not None
    tiers = question.tiers(reads_internal=False, facets=None)
    places = dict(
        IndexedDocument.objects.filter(kind="person", object_id__in=everybody).values_list("object_id", "pk")
    )
    recent = Recency.up_to(max(places.values()))
    scores = {}
    for document in document_kinds["person"].load(everybody):
        forms = read(document).forms
        worth = next((points for points, tier in tiers if _is_match(tier, forms)), None)
        if worth is not None:
            place = places[document.object_id]
            scores[document.object_id] = worth + (place - recent.oldest) * recent.a_document, place
    seen = set(people_visible_to(reader).values_list("pk", flat=True))
    return [one for one in sorted(scores, key=lambda one: scores[one], reverse=True) if one in seen]


def _is_match(expression: Expression, forms: set[str]) -> bool:
    if isinstance(expression, str):
        return expression in forms
    matches = [_is_match(item, forms) for item in expression.items]
    if isinstance(expression, AnyOf):
        return any(matches)
    return all(matches) and not any(_is_match(item, forms) for item in expression.without)


def _page_by_page(query: Query, reader: Actor) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        page = find(query, actor=reader, kind="person", limit=3, after=after)
        found += [hit.object_id for hit in page.hits]
        after = page.after
        if not after:
            return found
