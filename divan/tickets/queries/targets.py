"""The ticket that somebody means: found by its number, or by words while they type."""

from __future__ import annotations

from typing import Any

from divan.core.actors import Actor
from divan.core.l10n.numbers import ascii_digits
from divan.tickets import access
from divan.tickets.models import Ticket
from divan.tickets.queries.duplicates import ROW, duplicates_of
from divan.tickets.queries.palette import Most, look

MOST = 6
_LOOKED_AT = 24


def targets_for(actor: Actor, ticket: Ticket, verb: str, words: str, language: str) -> list[dict[str, Any]]:
    """Tickets that the actor may do `verb` with, fitting what was typed; those that are likely the same before anything
    is. What was merged is never offered.
    """
    if words.strip():
        found = [row["pk"] for row in look(actor, words, language, Most(_LOOKED_AT, 0, 0)).tickets]
    else:
        found = [row["id"] for row in duplicates_of(actor, ticket)]
    able = _able(actor, verb).exclude(pk=ticket.pk).filter(pk__in=found, merged_into=None)
    if verb == "merge":
        able = able.filter(is_open=True)
    rows = {row["id"]: row for row in able.order_by().values(*ROW)}
    return [rows[pk] for pk in found if pk in rows][:MOST]


def target_named(actor: Actor, number: str) -> Ticket | None:
    """The ticket with that number, in the digits of any language and small letters too, if the actor may see it."""
    wanted = ascii_digits(number).strip().upper()
    return access.on_desk(actor).filter(number__iexact=wanted).first() if wanted else None


def _able(actor: Actor, verb: str) -> Any:
    held = actor.groups_with(access.STAFF_RIGHTS[verb])
    tickets = access.on_desk(actor)
    return tickets if held is None else tickets.filter(group_id__in=held)
