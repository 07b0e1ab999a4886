"""Keeping macros (T7): checked data, for oneself, for a group or for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.labels import kept_labels
from divan.replies import access
from divan.replies.actions.places import Place, move_up, settle, tell
from divan.replies.models import Macro, SavedReply
from divan.replies.steps import Steps, require_sound

NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class MacroWords:
    """What the page of a macro says. `place` is as in `ReplyWords`, `names` are by language."""

    place: str
    names: Mapping[str, str]
    steps: Steps


def save_macro(words: MacroWords, *, actor: Actor, macro_id: int | None = None) -> Macro:
    """A new macro, or other words for one that is there. Raises Refused with the field that is wrong."""
    with transaction.atomic():
        row = _locked(macro_id, actor) if macro_id else Macro(created_at=clock.now())
        place = Place.of(words.place, actor)
        settle(row, place)
        row.names = kept_labels(words.names, longest=NAME_CHARACTERS)
        require_sound(words.steps)
        _require_reach(words.steps, place, actor)
        row.steps = words.steps.as_row()
        row.save()
        tell(actor, "macro.changed" if macro_id else "macro.added", row, str(row), steps=sorted(row.steps))
        return row


def delete_macro(macro_id: int, *, actor: Actor) -> Macro:
    """Offer a macro no longer. The tickets that it changed still say its name, so the row stays."""
    with transaction.atomic():
        row = _locked(macro_id, actor)
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        tell(actor, "macro.deleted", row, str(row))
        return row


def move_macro_up(macro_id: int, *, actor: Actor) -> None:
    """Put a macro before the one above it in the same place."""
    with transaction.atomic():
        row = _locked(macro_id, actor)
        if move_up(row):
            tell(actor, "macro.moved", row, str(row))


def _locked(macro_id: int, actor: Actor) -> Macro:
    row = Macro.objects.select_for_update().filter(pk=macro_id, removed_at=None).first()
    if row is None or not access.may_change(actor, row):
        raise NotAllowed(f"macro {macro_id}")
    return row


def _require_reach(steps: Steps, place: Place, actor: Actor) -> None:
    """Whoever may apply a macro must be able to use its saved reply too."""
    if not steps.reply:
        return
    found: SavedReply | None = access.replies_visible_to(actor).filter(pk=steps.reply).first()
    if found is None:
        raise Refused(_("Choose one of the list."), field="reply")
    is_for_all = found.owner_id is None and found.group_id is None
    fits_group = place.group is not None and found.group_id == place.group
    if place.owner is None and not is_for_all and not fits_group:
        raise Refused(_("Not everybody who uses this macro can use that saved reply."), field="reply")
