"""Putting tags on a ticket and taking them off."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.direction import strip_controls
from divan.core.l10n.folding import fold
from divan.tickets.actions.locking import locked
from divan.tickets.events import TicketTagged
from divan.tickets.log import record
from divan.tickets.models import Tag, Tagging, Ticket
from divan.tickets.models.tags import LONGEST

MOST = 20


def tag(ticket: Ticket, names: Iterable[str], *, actor: Actor) -> Ticket:
    """Give the ticket exactly these tags. Spellings that a reader takes for the same word are one tag."""
    wanted = _by_key(names)
    with transaction.atomic():
        row = locked(ticket, "tag", actor)
        before = set(Tagging.objects.filter(ticket=row).values_list("tag_id", flat=True))
        after = _ids(wanted)
        added, removed = [pk for pk in after if pk not in before], sorted(before.difference(after))
        if not added and not removed:
            return row
        Tagging.objects.filter(ticket=row, tag_id__in=removed).delete()
        Tagging.objects.bulk_create([Tagging(ticket=row, tag_id=pk) for pk in added])
        record(row, TicketTagged(added=tuple(added), removed=tuple(removed)), actor=actor)
        return row


def retag(ticket: Ticket, *, add: Iterable[str] = (), remove: Iterable[str] = (), actor: Actor) -> Ticket:
    """Add tags to those that the ticket has, and take others off."""
    with transaction.atomic():
        row = locked(ticket, "tag", actor)
        unwanted = _by_key(remove).keys()
        present = Tagging.objects.filter(ticket=row).order_by("id").values_list("tag__key", "tag__name")
        kept = [name for key, name in present if key not in unwanted]
        return tag(row, [*kept, *add], actor=actor)


def _by_key(names: Iterable[str]) -> dict[str, str]:
    """The names by their folded keys, in their order; the first spelling of a word stands for it."""
    wanted: dict[str, str] = {}
    for typed in names:
        name = " ".join(strip_controls(typed.replace("\x00", "")).split()).lstrip("#").strip()
        if len(name) > LONGEST:
            raise Refused(_("“%(tag)s” is too long for a tag.") % {"tag": name[:LONGEST]}, field="tags")
        if key := fold(name):
            wanted.setdefault(key[: 4 * LONGEST], name)
    if len(wanted) > MOST:
        raise Refused(
            ngettext(
                "A ticket can have %(num)s tag at most.", "A ticket can have %(num)s tags at most.", MOST
            )
            % {"num": MOST},
            field="tags",
        )
    return wanted


def _ids(wanted: dict[str, str]) -> list[int]:
    """The ids of the tags, in the order of `wanted`; those that are new are made now."""
    known = dict(Tag.objects.filter(key__in=wanted).values_list("key", "id"))
    if missing := [Tag(key=key, name=name) for key, name in wanted.items() if key not in known]:
        # Somebody else may be making the same ones at this moment.
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        known = dict(Tag.objects.filter(key__in=wanted).values_list("key", "id"))
    return [known[key] for key in wanted]
