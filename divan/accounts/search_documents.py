"""People and organisations as search finds them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from divan.accounts.access import organizations_visible_to, people_visible_to
from divan.accounts.models import Organization, User
from divan.core.actors import Actor
from divan.search.documents import Document, Kind, Passage, View, document_kinds

PERSON, ORGANIZATION = User.search_kind, Organization.search_kind


def register() -> None:
    """Make people and organisations known to search."""
    document_kinds.add(PERSON, _PEOPLE)
    document_kinds.add(ORGANIZATION, _ORGANIZATIONS)


def _people(ids: Iterable[int]) -> list[Document]:
    rows = User.objects.filter(pk__in=set(ids)).order_by("pk")
    return [
        Document(
            object_id=pk,
            subject=(Passage(name, "en"), Passage(email, "en")),
            public=(Passage(phone, "en"), Passage(organization or "", "en")),
        )
        for pk, name, email, phone, organization in rows.values_list(
            "pk", "name", "email", "phone", "organization__name"
        )
    ]


def _organizations(ids: Iterable[int]) -> list[Document]:
    rows = Organization.objects.filter(pk__in=set(ids)).order_by("pk").prefetch_related("domains")
    return [
        Document(
            object_id=row.pk,
            subject=(Passage(row.name, "en"),),
            public=tuple(Passage(domain.domain, "en") for domain in row.domains.all()),
            internal=(Passage(row.note),),
        )
        for row in rows
    ]


def _views_of_people(actor: Actor) -> tuple[View, ...]:
    return (View(partial(people_visible_to, actor)),)


def _views_of_organizations(actor: Actor) -> tuple[View, ...]:
    reads_notes = actor.may("people.manage")
    return (View(partial(organizations_visible_to, actor), reads_internal=reads_notes),)


_PEOPLE = Kind(code=2, label=_("People"), load=_people, objects=User.objects.all, views=_views_of_people)
_ORGANIZATIONS = Kind(
    code=3,
    label=_("Organisations"),
    load=_organizations,
    objects=Organization.objects.all,
    views=_views_of_organizations,
)
