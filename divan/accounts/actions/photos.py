"""The photo of somebody of the staff. They choose it themselves, because customers see it; others can only take it away."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from divan.accounts.access import require_to_manage
from divan.accounts.log import record
from divan.accounts.models import User
from divan.accounts.photos import discard_photo, store_photo
from divan.core.actors import Actor
from divan.core.errors import NotAllowed


def change_photo(person: User, photo: bytes, *, actor: Actor) -> User:
    """Keep another photo of oneself; empty bytes remove it. Raises NotAllowed for anybody else's and for customers,
    Refused for what is no photo.
    """
    if actor.id != person.pk or not actor.is_staff:
        raise NotAllowed("photo")
    _show(person, store_photo(photo) if photo else "")
    return person


@transaction.atomic
def remove_photo(person: User, *, actor: Actor) -> User:
    """Take away the photo of somebody whom the actor manages."""
    require_to_manage(actor, person)
    if _show(person, ""):
        record(actor, "person.photo_removed", person, id=person.pk)
    return person


@transaction.atomic
def _show(person: User, name: str) -> bool:
    """Have the photo with that name shown; the file of the one before goes once that is sure. False if it was so already."""
    rows = User.objects.select_for_update(no_key=True)
    before = rows.values_list("photo", flat=True).get(pk=person.pk)
    person.photo = name
    if before == name:
        return False
    person.save(update_fields=["photo"])
    if before:
        transaction.on_commit(partial(discard_photo, before))
    return True
