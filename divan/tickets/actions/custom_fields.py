"""The fields of tickets: what they are called, what they hold, who comes near them. Changes are in the administration log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.ordering import moved_up
from divan.core.rows import one_of
from divan.tickets.actions.forms import PERMISSION, Words
from divan.tickets.actions.questions import CHOSEN_FROM, free_key
from divan.tickets.fields.definitions import NOT_FOR_CUSTOMERS, NOT_FOR_TICKETS, definitions
from divan.tickets.models import CustomField
from divan.tickets.searching.fields import NAMES

MAX_FIELDS = 500


@dataclass(frozen=True, slots=True)
class FieldDetails:
    """What an administrator says about a field; without `group_id` and `type` it stands on all tickets."""

    kind: str
    labels: Words
    hints: Words = field(default_factory=dict)
    choices: Sequence[Mapping[str, Any]] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)
    audience: str = CustomField.Audience.STAFF
    is_required: bool = False
    group_id: int | None = None
    type: str = ""


def create_field(details: FieldDetails, *, actor: Actor) -> CustomField:
    """A new field at the end of the list. Its key comes from its English name; key and kind never change."""
    require(actor, PERMISSION)
    _check(details)
    with transaction.atomic():
        # Locked in one order, so that two new fields do not take the same key or place.
        taken = set(CustomField.objects.select_for_update().order_by("pk").values_list("key", flat=True))
        if len(taken) >= MAX_FIELDS:
            raise Refused(_("There are five hundred fields already."))
        last = CustomField.objects.aggregate(last=Max("position"))["last"]
        created = CustomField.objects.create(
            key=_free_key(details.labels, taken),
            position=0 if last is None else last + 1,
            **_values(details),
        )
        transaction.on_commit(definitions.forget)
        record(actor, "field.created", created, field=created.pk)
        return created


def change_field(field_id: int, details: FieldDetails, *, actor: Actor) -> CustomField:
    """Other words, choices, limits or places. The kind stays, and values that tickets have stay as they are."""
    require(actor, PERMISSION)
    _check(details)
    with transaction.atomic():
        row = _locked(field_id)
        values = {**_values(details), "kind": row.kind}
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            _save(row, *changed)
            record(actor, "field.changed", row, field=row.pk, fields=sorted(changed))
        return row


def set_field_in_use(field_id: int, in_use: bool, *, actor: Actor) -> CustomField:
    """Offer a field, or no longer: tickets keep its values, and forms do not ask for it."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = _locked(field_id)
        if switch(row, in_use, "field.in_use", actor=actor, field=row.pk):
            transaction.on_commit(definitions.forget)
        return row


def move_field_up(field_id: int, *, actor: Actor) -> CustomField:
    """Show a field one place earlier; the first one stays where it is."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rows = list(CustomField.objects.select_for_update().order_by("position", "pk"))
        moved = next((row for row in rows if row.pk == field_id), None)
        if moved is None:
            raise NotAllowed(f"field {field_id}")
        if order := moved_up(rows, moved):
            CustomField.objects.bulk_update(order, ["position"])
            transaction.on_commit(definitions.forget)
            record(actor, "field.moved", moved, field=moved.pk, position=moved.position)
        return moved


def _free_key(labels: Words, taken: set[str]) -> str:
    """A key that nothing has, and that the search has no other meaning for in any language."""
    wanted = free_key(labels, taken, otherwise="field")
    return free_key({"en": f"{wanted} field"}, taken) if NAMES.exactly(wanted) else wanted


def _save(row: CustomField, *changed: str) -> None:
    row.save(update_fields=changed)
    transaction.on_commit(definitions.forget)


def _locked(field_id: int) -> CustomField:
    return one_of(CustomField.objects.select_for_update().filter(pk=field_id), f"field {field_id}")


def _values(details: FieldDetails) -> dict[str, Any]:
    return {**asdict(details), "choices": [dict(choice) for choice in details.choices]}


def _check(details: FieldDetails) -> None:
    if not any(details.labels.values()):
        raise Refused(_("Write a name in at least one language."), field="labels")
    if details.kind in NOT_FOR_TICKETS:
        raise Refused(_("Only a form can ask for this."), field="kind")
    if details.kind in CHOSEN_FROM and len(details.choices) < 2:
        raise Refused(_("Give at least two choices."), field="choices")
    if details.kind in NOT_FOR_CUSTOMERS and details.audience == CustomField.Audience.ASKED:
        raise Refused(_("Customers cannot choose among people."), field="audience")
    if details.group_id and not Group.objects.filter(pk=details.group_id, is_active=True).exists():
        raise Refused(_("This group is no longer in use."), field="group")
