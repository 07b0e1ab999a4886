"""Saved views as lists of the desk."""

from __future__ import annotations

from typing import Any

from divan.core.actors import Actor
from divan.core.ids import id_in
from divan.core.l10n.collation import sort_key
from divan.search.language import parse
from divan.tickets import access
from divan.tickets.models import SavedView
from divan.tickets.queries.lists import NEWEST, WAITING, View
from divan.tickets.searching import Asked, compile

SORTS = (NEWEST, WAITING)
"""The orders for which there is an index whatever the conditions are."""


def asked_by(view: SavedView, actor: Actor, language: str) -> Asked:
    """What a view asks for, as this reader means it."""
    return compile(parse(view.query), actor, language=language)


def as_list(view: SavedView, asked: Asked) -> View:
    """The list of a view without words; views with words are searches, whose best results come first."""
    return View(
        place_of(view.pk), view.name, lambda tickets, _actor: tickets.filter(*asked.conditions), SORTS
    )


def place_of(view_id: int) -> str:
    """The slug of a saved view among the lists of the desk."""
    return f"view-{view_id}"


def view_id_of(place: str) -> int:
    """The id in the slug of a saved view; 0, which no view has, for any other place."""
    name, _dash, number = place.partition("-")
    return id_in(number) if name == "view" else 0


def all_views(actor: Actor, language: str) -> list[dict[str, Any]]:
    """Every view that the actor sees, as rows: own ones in their order, then those of others by name."""
    views = access.saved_views_seen_by(actor).select_related("owner")
    rows = [
        {
            "view": view,
            "is_own": view.owner_id == actor.person_id,
            "may_change": access.may_change_view(actor, view),
            "owner": view.owner.name or view.owner.email,
        }
        for view in views
    ]
    return sorted(
        rows,
        key=lambda row: (
            not row["is_own"],
            row["view"].position * row["is_own"],
            sort_key(row["view"].name, language),
        ),
    )
