"""Both engines answer what going through all documents one by one would answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from divan.search.engines import engine
from divan.search.engines.asking import Asked
from divan.search.expressions import AllOf, AnyOf, Expression
from divan.search.identifiers import first_of
from divan.search.models import IndexedDocument

pytestmark = pytest.mark.django_db

LOW = first_of(1)
FORMS = ("yazıcı", "§yazıcı", "¶yazıcı", "מדפסת", "چاپگر", "drukark", "12", "¤g1")
_FORMS = st.sampled_from(FORMS)
# Far apart as in an index of millions of documents, and close together.
_PLACES = st.integers(1, 60) | st.integers(1, 40_000) | st.integers(1, 3_000_000)
_DOCUMENTS = st.dictionaries(_PLACES, st.sets(_FORMS, min_size=1, max_size=5), min_size=1, max_size=60)
_EXPRESSIONS = st.recursive(
    _FORMS,
    lambda parts: (
        st.builds(AnyOf, st.lists(parts, min_size=1, max_size=4).map(tuple))
        | st.builds(
            AllOf,
            st.lists(parts, min_size=1, max_size=3).map(tuple),
            st.lists(parts, max_size=1).map(tuple),
        )
    ),
    max_leaves=6,
)
_SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def is_match(expression: Expression, forms: set[str]) -> bool:
    """The slow way."""
    if isinstance(expression, str):
        return expression in forms
    matches = [is_match(item, forms) for item in expression.items]
    if isinstance(expression, AnyOf):
        return any(matches)
    return all(matches) and not any(is_match(item, forms) for item in expression.without)


def filled(documents: dict[int, set[str]]) -> dict[int, set[str]]:
    """An index with nothing but these documents, at their places behind the first id of a kind."""
    engine().clear()
    held = {LOW + place: forms for place, forms in documents.items()}
    rows = [
        IndexedDocument(id=pk, kind="ticket", object_id=pk, version=1, digest=str(pk)) for pk in sorted(held)
    ]
    engine().store([(row, held[row.pk]) for row in rows])
    return held


@_SLOW
@given(
    documents=_DOCUMENTS,
    widest=_EXPRESSIONS,
    narrower=st.lists(_EXPRESSIONS, max_size=3),
    limit=st.integers(1, 50),
    top=_PLACES,
)
def test_the_newest_matches_are_found_tier_by_tier(
    documents: dict[int, set[str]], widest: Expression, narrower: list[Expression], limit: int, top: int
) -> None:
    held = filled(documents)
    tiers = (*(AllOf((one, widest)) for one in narrower), widest)
    newest = max((pk for pk in held if pk <= LOW + top), default=LOW)
    matches = sorted((pk for pk in held if pk <= newest and is_match(widest, held[pk])), reverse=True)[:limit]
    expected = [[pk for pk in matches if is_match(tier, held[pk])] for tier in tiers]
    again = [[pk for pk in matches if is_match(widest, held[pk])]]
    first, second = engine().ranked([Asked(tiers, newest), Asked((widest,), newest)], LOW, limit)
    assert [sorted(found, reverse=True) for found in first] == expected
    assert first[-1] == matches
    assert second == again


@_SLOW
@given(documents=_DOCUMENTS, asked=st.lists(_EXPRESSIONS, min_size=1, max_size=3), chosen=st.data())
def test_a_few_given_documents_are_told_apart(
    documents: dict[int, set[str]], asked: list[Expression], chosen: st.DataObject
) -> None:
    held = filled(documents)
    few = chosen.draw(st.lists(st.sampled_from(sorted(held)), unique=True, max_size=20))
    expected = [{pk for pk in few if is_match(one, held[pk])} for one in asked]
    assert [set(found) for found in engine().among(asked, few)] == expected


@_SLOW
@given(documents=_DOCUMENTS, asked=_EXPRESSIONS, limit=st.integers(1, 30), chosen=st.data())
def test_the_newest_of_given_documents_are_found(
    documents: dict[int, set[str]], asked: Expression, limit: int, chosen: st.DataObject
) -> None:
    held = filled(documents)
    given_ones = chosen.draw(st.lists(st.sampled_from(sorted(held)), unique=True))
    some = sorted(given_ones, reverse=True)
    expected = [pk for pk in some if is_match(asked, held[pk])][:limit]
    assert engine().newest_among(asked, some, limit) == expected


def test_of_more_documents_than_are_read_at_once_the_newest_are_found() -> None:
    held = filled({place: {"12", "§yazıcı"} if place < 120 else {"12"} for place in range(1, 1_200)})
    some = sorted(held, reverse=True)
    assert engine().newest_among("§yazıcı", some, 100) == some[-119:-19]
    assert engine().newest_among("12", some, 700) == some[:700]


def test_more_matches_than_are_looked_at_one_by_one_are_found_in_every_tier() -> None:
    held = filled({place * 700: {"12", "§yazıcı"} if place % 7 else {"12"} for place in range(1, 400)})
    matches = sorted(held, reverse=True)[:300]
    ((better, found),) = engine().ranked([Asked((AllOf(("§yazıcı", "12")), "12"), matches[0])], LOW, 300)
    assert found == matches
    assert sorted(better, reverse=True) == [pk for pk in matches if "§yazıcı" in held[pk]]


def test_a_tidy_index_answers_as_before() -> None:
    held = filled({place: {"12"} for place in range(1, 40)})
    for place in range(40, 80):
        row = IndexedDocument(id=LOW + place, kind="ticket", object_id=place, version=1, digest="")
        engine().store([(row, {"12", "§yazıcı"})])
    engine().remove(sorted(held)[:5])
    asked = Asked(("§yazıcı", "12"), LOW + 79)
    before = engine().ranked([asked], LOW, 100)
    engine().tidy()
    engine().tidy()
    assert engine().ranked([asked], LOW, 100) == before
    assert len(before[0][1]) == 74
