"""What kind of request a ticket is, what it is about, and how such requests are sorted (T2, T16, T17)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record as record_change
from divan.assets.access import asset_for
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets import types
from divan.tickets.actions.locking import locked
from divan.tickets.actions.sorting import categorise, set_priority
from divan.tickets.events import AssetChanged, TypeChanged
from divan.tickets.log import batch, record
from divan.tickets.models import Impact, MatrixCell, Priority, Ticket, Type, TypeDefaults, Urgency
from divan.tickets.priorities import USUAL, matrix

PERMISSION = "settings.manage"
MOST_DAYS = 365


def set_type(ticket: Ticket, ticket_type: str, *, actor: Actor) -> Ticket:
    """Another type. The ticket takes its category where it has none, and its impact where it has the old type's."""
    if ticket_type not in Type.values:
        raise Refused(_("Choose a type."), field="type")
    with transaction.atomic(), batch():
        row = locked(ticket, "set_type", actor)
        if row.type == ticket_type:
            return row
        old, new = types.defaults_of(row.type), types.defaults_of(ticket_type)
        before, row.type = row.type, ticket_type
        record(row, TypeChanged(type=ticket_type, before=before), actor=actor, changed=["type"])
        if row.impact == old.impact:
            set_priority(row, impact=new.impact, urgency=row.urgency, actor=actor)
        if row.category_id is None and new.category_id:
            categorise(row, new.category_id, actor=actor)
        row.refresh_from_db()
        return row


def set_asset(ticket: Ticket, asset_id: int | None, *, actor: Actor) -> Ticket:
    """Say which product the ticket is about, or that it is about none."""
    with transaction.atomic():
        row = locked(ticket, "set_asset", actor)
        if row.asset_id == asset_id:
            return row
        if asset_id is not None:
            _require_asset(actor, asset_id)
        row.asset_id = asset_id
        record(row, AssetChanged(asset=asset_id), actor=actor, changed=["asset"])
        return row


def set_matrix(cells: Mapping[tuple[str, str], str], *, actor: Actor) -> None:
    """The priorities of these cells (impact, urgency) from now on; tickets keep what they have."""
    require(actor, PERMISSION)
    wanted = {
        (Impact(impact), Urgency(urgency)): Priority(value) for (impact, urgency), value in cells.items()
    }
    with transaction.atomic():
        known = matrix()
        changed = {cell: value for cell, value in wanted.items() if known[cell] != value}
        for (impact, urgency), value in changed.items():
            cell = MatrixCell.objects.filter(impact=impact, urgency=urgency)
            if value == USUAL[impact][urgency]:
                cell.delete()
            else:
                MatrixCell.objects.update_or_create(
                    impact=impact, urgency=urgency, defaults={"priority": value}
                )
        if changed:
            told = [[*cell, value] for cell, value in changed.items()]
            record_change(actor, "matrix.changed", cells=told)
            transaction.on_commit(matrix.forget)


def set_type_defaults(
    ticket_type: str,
    *,
    actor: Actor,
    impact: str,
    category_id: int | None,
    needs_category: bool,
    close_after_days: int | None,
) -> TypeDefaults:
    """What tickets of this type begin with and need from now on."""
    require(actor, PERMISSION)
    if ticket_type not in Type.values:
        raise NotAllowed(f"type {ticket_type}")
    if close_after_days is not None and not 0 <= close_after_days <= MOST_DAYS:
        raise Refused(_("Choose at most a year."), field="close_after_days")
    values = {
        "impact": Impact(impact),
        "category_id": category_id,
        "needs_category": needs_category,
        "close_after_days": close_after_days,
    }
    with transaction.atomic():
        row, _is_new = TypeDefaults.objects.update_or_create(type=ticket_type, defaults=values)
        record_change(actor, "type.changed", row, type=ticket_type)
        transaction.on_commit(partial(types.forget))
        return row


def _require_asset(actor: Actor, asset_id: int) -> None:
    try:
        chosen = asset_for(actor, asset_id)
    except NotAllowed as failure:
        raise Refused(_("This product does not exist any more."), field="asset") from failure
    if not chosen.is_active:
        raise Refused(_("This product is retired."), field="asset")
