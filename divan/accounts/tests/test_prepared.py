"""Statements whose SQL is built once do what the querysets and objects that they were built from do."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import Group, Role, User
from divan.core.prepared import Prepared, PreparedInsert, PreparedSave, PreparedUpdate

pytestmark = pytest.mark.django_db

_WITH_ROLE = Prepared(lambda email: User.objects.filter(email=email).select_related("role")[:1], email=str)
_NAMES = Prepared(
    lambda above, slug: (
        User.objects.filter(pk__gt=above, role__slug=slug).order_by("pk").values_list("name", flat=True)
    ),
    above=int,
    slug=str,
)
_AMONG = Prepared(
    lambda ids, slug: (
        User.objects.filter(Q(pk__in=ids) | Q(role__slug=slug)).order_by("pk").values_list("name", flat=True)
    ),
    ids=list[int],
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


def test_a_list_may_have_any_length_and_other_values_each_time(people: list[User]) -> None:
    ada, bora, cem = (person.pk for person in people)
    for ids, names in (
        ([ada, cem], ["Ada", "Cem"]),
        ([bora, ada], ["Ada", "Bora"]),
        ([cem], ["Cem"]),
        ([], []),
        ([bora, bora], ["Bora"]),
    ):
        assert _AMONG(ids=ids, slug="nobody") == names


def test_every_part_of_a_list_has_to_arrive(people: list[User]) -> None:
    forgetful = Prepared(lambda ids: User.objects.filter(pk__in=ids[1:]), ids=list[int])
    with pytest.raises(ValueError, match="does not arrive"):
        forgetful(ids=[people[0].pk, people[1].pk])


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


def test_an_update_counts_what_it_changed(people: list[User]) -> None:
    rename = PreparedUpdate(
        lambda email: User.objects.filter(email=email), {"name": Concat(F("name"), Value("!"))}, email=str
    )
    assert (rename(email="ada@example.org"), rename(email="nobody@example.org")) == (1, 0)
    assert sorted(User.objects.values_list("name", flat=True)) == ["Ada!", "Bora", "Cem"]


def test_an_insert_stores_what_saving_would() -> None:
    insert = PreparedInsert(Group)
    for name in ("North", "South"):
        stored = insert(Group(names={"en": name}, slug=name.lower()))
        assert stored.pk
        assert not stored._state.adding
        assert Group.objects.get(pk=stored.pk).names == {"en": name}
    stored.names = {"en": "Far south"}
    stored.save()
    assert Group.objects.count() == 2


def test_a_save_stores_the_named_fields_alone(people: list[User]) -> None:
    save = PreparedSave(User, "name", "role")
    ada = people[0]
    ada.name, ada.role, ada.email = "Adela", Role.objects.get(slug="agent"), "adela@example.org"
    with CaptureQueriesContext(connection) as asked:
        save(ada)
    assert len(asked) == 1
    stored = User.objects.get(pk=ada.pk)
    assert (stored.name, stored.role.slug, stored.email) == ("Adela", "agent", "ada@example.org")
    assert User.objects.get(pk=people[1].pk).name == "Bora"


def test_a_save_of_a_row_that_is_gone_is_an_error(people: list[User]) -> None:
    User.objects.filter(pk=people[0].pk).delete()
    with pytest.raises(DatabaseError):
        PreparedSave(User, "name")(people[0])
