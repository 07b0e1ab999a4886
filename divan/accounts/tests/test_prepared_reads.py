"""Reads whose SQL is built once answer like the querysets that they were built from."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import Role, User
from divan.core.prepared import Prepared

pytestmark = pytest.mark.django_db

_WITH_ROLE = Prepared(lambda email: User.objects.filter(email=email).select_related("role")[:1], email=str)
_NAMES = Prepared(
    lambda above, slug: (
        User.objects.filter(pk__gt=above, role__slug=slug).order_by("pk").values_list("name", flat=True)
    ),
    above=int,
    slug=str,
)


@pytest.fixture
def people() -> list[User]:
    role = Role.objects.get(slug="customer")
    return [
        User.objects.create_user(f"{name}@example.org", name=name, role=role)
        for name in ("Ada", "Bora", "Cem")
    ]


def test_each_call_has_its_own_values(people: list[User]) -> None:
    assert [_WITH_ROLE.first(email=person.email) for person in people] == people
    assert _WITH_ROLE(email="nobody@example.org") == []
    assert _NAMES(above=people[0].pk, slug="customer") == ["Bora", "Cem"]
    assert _NAMES(above=people[0].pk, slug="agent") == []


def test_rows_come_with_what_was_joined_in_one_query(people: list[User]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = _WITH_ROLE.first(email="ada@example.org")
        assert found is not None
        assert found.role.slug == "customer"
    assert len(asked) == 1


def test_rows_are_read_anew_and_independent(people: list[User]) -> None:
    first = _WITH_ROLE.first(email="ada@example.org")
    User.objects.filter(email="ada@example.org").update(name="Adela")
    second = _WITH_ROLE.first(email="ada@example.org")
    assert (first and first.name, second and second.name) == ("Ada", "Adela")


def test_values_that_look_like_sql_are_values(people: list[User]) -> None:
    assert _WITH_ROLE(email="ada@example.org' OR '1'='1") == []


def test_a_parameter_that_never_arrives_is_refused(people: list[User]) -> None:
    forgetful = Prepared(lambda pk: User.objects.filter(pk=F("pk")), pk=int)
    with pytest.raises(ValueError, match="does not arrive"):
        forgetful(pk=1)
