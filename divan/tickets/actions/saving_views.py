"""Keeping conditions under a name, alone or shared. Sharing a view shows nobody a ticket, so only its own rows
are locked and nothing is told to tickets; colleagues find it when they open their next page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.models import Group, User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.folding import fold
from divan.tickets import access
from divan.tickets.models import PersonalList, SavedView
from divan.tickets.models.saved_views import LONGEST_NAME, LONGEST_QUERY, MOST_VIEWS
from divan.tickets.queries.saved import place_of


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """A view as it was filled in. It is private unless it is for a group or global."""

    name: str
    query: str
    group_id: int | None = None
    is_global: bool = False
    look: dict[str, Any] = field(default_factory=dict)


def save_view(query: str, *, actor: Actor, name: str) -> SavedView:
    """Keep the query under a name for the actor alone; saving the same once more changes nothing.

    Raises Refused for a name that is missing, too long or taken, for a query that is missing or too long, and
    when the actor has as many views as anybody may have.
    """
    return add_view(ViewSettings(name, query), actor=actor)


def add_view(settings: ViewSettings, *, actor: Actor) -> SavedView:
    """A new view; raises as `save_view` does, and NotAllowed for sharing that is not the actor's to do."""
    kept, title = _query(settings.query), _name(settings.name)
    with transaction.atomic():
        _lock_owner(actor, actor.person_id)
        _require_sharing(actor, settings)
        mine = access.saved_views_of(actor)
        taken = mine.filter(key=_key(title)).first()
        if taken is not None:
            if taken.query == kept:
                return taken
            raise _is_taken(title)
        if mine.count() >= MOST_VIEWS:
            raise _too_many()
        return SavedView.objects.create(
            owner_id=actor.person_id,
            name=title,
            key=_key(title),
            query=kept,
            group_id=settings.group_id,
            is_global=settings.is_global,
            look=settings.look,
            created_at=clock.now(),
        )


def change_view(view: SavedView, settings: ViewSettings, *, actor: Actor) -> SavedView:
    """Change name, conditions, sharing and look. Raises as `add_view` does."""
    kept, title = _query(settings.query), _name(settings.name)
    with transaction.atomic():
        row = _locked(view, actor)
        _require_sharing(actor, settings)
        _check_free(row, title)
        before = (row.query, row.group_id, row.is_global)
        row.name, row.key, row.query, row.look = title, _key(title), kept, settings.look
        row.group_id, row.is_global = settings.group_id, settings.is_global
        row.save(update_fields=["name", "key", "query", "look", "group", "is_global"])
        if before != (row.query, row.group_id, row.is_global):
            PersonalList.objects.filter(place=place_of(row.pk)).update(number=None, counted_at=0)
        return row


def rename_view(view: SavedView, *, actor: Actor, name: str) -> SavedView:
    """Give a view another name. Raises Refused for a name that is missing or taken."""
    title = _name(name)
    with transaction.atomic():
        row = _locked(view, actor)
        if row.name == title:
            return row
        _check_free(row, title)
        row.name, row.key = title, _key(title)
        row.save(update_fields=["name", "key"])
        return row


def move_view_up(view: SavedView, *, actor: Actor) -> SavedView:
    """Put one of the actor's own views before the one that stands above it in their side navigation."""
    with transaction.atomic():
        _lock_owner(actor, actor.person_id)
        mine = list(access.saved_views_of(actor).order_by("position", "key"))
        at = next((place for place, each in enumerate(mine) if each.pk == view.pk), None)
        if at is None:
            raise NotAllowed(f"view {view.pk}")
        if at > 0:
            mine[at - 1], mine[at] = mine[at], mine[at - 1]
        for place, each in enumerate(mine, start=1):
            if each.position != place:
                each.position = place
                each.save(update_fields=["position"])
        return view


@transaction.atomic
def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Take a view away; the tickets in it stay what they are. Nothing happens if it is gone already."""
    row = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if row is not None and access.may_change_view(actor, row):
        PersonalList.objects.filter(place=place_of(row.pk)).delete()
        row.delete()


def _locked(view: SavedView, actor: Actor) -> SavedView:
    """The view, if the actor may change it, and its owner's names locked with it."""
    row = access.saved_view_for(actor, view.pk)
    _lock_owner(actor, row.owner_id)
    return row


def _lock_owner(actor: Actor, owner_id: int) -> None:
    """Two windows take turns, so that a person's names and their number are counted right."""
    if not actor.is_staff or not User.objects.select_for_update().filter(pk=owner_id).exists():
        raise NotAllowed("views")


def _require_sharing(actor: Actor, settings: ViewSettings) -> None:
    if settings.group_id is None and not settings.is_global:
        return
    if not access.may_share_view(actor, settings.group_id):
        raise NotAllowed("sharing a view")
    if settings.group_id is not None and not Group.objects.filter(pk=settings.group_id).exists():
        raise NotAllowed(f"group {settings.group_id}")


def _check_free(row: SavedView, title: str) -> None:
    names = SavedView.objects.filter(owner_id=row.owner_id, key=_key(title))
    if names.exclude(pk=row.pk).exists():
        raise _is_taken(title)


def _name(typed: str) -> str:
    name = " ".join(strip_controls(typed.replace("\x00", "")).split())
    if not _key(name):
        raise Refused(_("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("This name is too long for a view."), field="name")
    return name


def _query(typed: str) -> str:
    query = typed.replace("\x00", "").strip()
    if not query:
        raise Refused(_("Search for something first, then save it."), field="name")
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This search is too long to be saved."), field="name")
    return query


def _key(name: str) -> str:
    return fold(name)[: 4 * LONGEST_NAME]


def _is_taken(name: str) -> Refused:
    return Refused(
        _("You already have a view that is called “%(name)s”. Choose another name.") % {"name": name},
        field="name",
    )


def _too_many() -> Refused:
    return Refused(
        ngettext(
            "You have %(num)s view already, and more is not possible. Delete it first.",
            "You have %(num)s views already, and more are not possible. Delete one of them first.",
            MOST_VIEWS,
        )
        % {"num": MOST_VIEWS},
        field="name",
    )
