"""Keeping a search under a name. Views are private, so they are told neither to tickets nor to colleagues."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.folding import fold
from divan.tickets import access
from divan.tickets.models import SavedView
from divan.tickets.models.saved_views import LONGEST_NAME, LONGEST_QUERY, MOST_VIEWS


def save_view(query: str, *, actor: Actor, name: str) -> SavedView:
    """Keep the query under a name for the actor; saving the same once more changes nothing.

    Raises Refused for a name that is missing, too long or taken, for a query that is missing or too long, and
    when the actor has as many views as anybody may have.
    """
    kept, title = _query(query), _name(name)
    with transaction.atomic():
        _lock_owner(actor)
        mine = access.saved_views_of(actor)
        taken = mine.filter(key=_key(title)).first()
        if taken is not None:
            if taken.query == kept:
                return taken
            raise _is_taken(title)
        if mine.count() >= MOST_VIEWS:
            raise Refused(
                ngettext(
                    "You have %(num)s view already, and more is not possible. Delete it first.",
                    "You have %(num)s views already, and more are not possible. Delete one of them first.",
                    MOST_VIEWS,
                )
                % {"num": MOST_VIEWS},
                field="name",
            )
        return SavedView.objects.create(
            owner_id=actor.person_id, name=title, key=_key(title), query=kept, created_at=clock.now()
        )


def rename_view(view: SavedView, *, actor: Actor, name: str) -> SavedView:
    """Give one of the actor's views another name. Raises Refused for a name that is missing or taken."""
    title = _name(name)
    with transaction.atomic():
        _lock_owner(actor)
        row = access.saved_view_for(actor, view.pk)
        if row.name == title:
            return row
        if access.saved_views_of(actor).exclude(pk=row.pk).filter(key=_key(title)).exists():
            raise _is_taken(title)
        row.name, row.key = title, _key(title)
        row.save(update_fields=["name", "key"])
        return row


def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Take one of the actor's views away; the tickets in it stay what they are."""
    access.saved_views_of(actor).filter(pk=view.pk).delete()


def _lock_owner(actor: Actor) -> None:
    """Two windows of one person take turns, so that names and their number are counted right."""
    if not actor.is_staff or not User.objects.select_for_update().filter(pk=actor.person_id).exists():
        raise NotAllowed("views")


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
