"""The forms of the portal: words, owner, order, and whether they are offered. Changes are in the administration log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy as copy_of
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.ordering import moved_up
from divan.core.rows import one_of
from divan.tickets.models import Form, FormField, Type, Urgency

PERMISSION = "forms.manage"

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormDetails:
    """What an administrator says about a form; `names` and the texts are by language.

    `origins` are those of the sites that may show it in a frame (RFC 6454, scheme, host and port).
    """

    names: Words
    group_id: int
    intros: Words = field(default_factory=dict)
    confirmations: Words = field(default_factory=dict)
    consents: Words = field(default_factory=dict)
    consent_link: str = ""
    icon: str = "form"
    type: str = Type.QUESTION
    category_id: int | None = None
    asks_urgency: bool = False
    asks_whom: bool = False
    urgency: str = Urgency.NORMAL
    origins: Sequence[str] = ()


def create_form(details: FormDetails, *, actor: Actor) -> Form:
    """A new form at the end of the list; its address comes from its name and never changes again."""
    require(actor, PERMISSION)
    _check(details)
    with transaction.atomic():
        # Locked in one order, so that two new forms do not take the same address or place.
        taken = set(Form.objects.select_for_update().order_by("pk").values_list("slug", flat=True))
        last = Form.objects.aggregate(last=Max("position"))["last"]
        created = Form.objects.create(
            slug=_free_address(details.names, taken),
            position=0 if last is None else last + 1,
            **_values(details),
        )
        record(actor, "form.created", created, form=created.pk)
        return created


def change_form(form_id: int, details: FormDetails, *, actor: Actor) -> Form:
    """Other words, another owner, type or category. Tickets that came in before stay as they are."""
    require(actor, PERMISSION)
    _check(details)
    with transaction.atomic():
        row = locked_form(form_id)
        values = _values(details)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            record(actor, "form.changed", row, form=row.pk, fields=sorted(changed))
        return row


def duplicate_form(form_id: int, *, actor: Actor) -> Form:
    """A copy with the same words and questions right behind the form, not offered yet."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rows = list(Form.objects.select_for_update().order_by("position", "pk"))
        place = _place_of(form_id, rows)
        questions = list(FormField.objects.filter(form_id=form_id))
        copy = copy_of(rows[place])
        copy.pk, copy._state.adding, copy.is_active = None, True, False
        copy.slug = _free_address(copy.names, {row.slug for row in rows})
        copy.save()
        _put_in_order([*rows[: place + 1], copy, *rows[place + 1 :]])
        for question in questions:
            question.pk, question.form = None, copy
        FormField.objects.bulk_create(questions)
        record(actor, "form.duplicated", copy, form=copy.pk, original=form_id)
        return copy


def set_form_in_use(form_id: int, in_use: bool, *, actor: Actor) -> Form:
    """Offer a form in the portal, or no longer."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = locked_form(form_id)
        switch(row, in_use, "form.in_use", actor=actor, form=row.pk)
        return row


def move_form_up(form_id: int, *, actor: Actor) -> Form:
    """Show the form one place earlier; the first one stays where it is."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rows = list(Form.objects.select_for_update().order_by("position", "pk"))
        moved = rows[_place_of(form_id, rows)]
        if order := moved_up(rows, moved):
            Form.objects.bulk_update(order, ["position"])
            record(actor, "form.moved", moved, form=moved.pk, position=moved.position)
        return moved


def locked_form(form_id: int) -> Form:
    """The row, locked until the transaction ends; raises NotAllowed if there is none."""
    return one_of(Form.objects.select_for_update().filter(pk=form_id), f"form {form_id}")


def _place_of(form_id: int, rows: Sequence[Form]) -> int:
    place = next((number for number, row in enumerate(rows) if row.pk == form_id), None)
    if place is None:
        raise NotAllowed(f"form {form_id}")
    return place


def _put_in_order(rows: Sequence[Form]) -> None:
    for position, row in enumerate(rows):
        row.position = position
    Form.objects.bulk_update(rows, ["position"])


def _values(details: FormDetails) -> dict[str, Any]:
    return {**asdict(details), "origins": list(details.origins)}


def _check(details: FormDetails) -> None:
    if not any(details.names.values()):
        raise Refused(_("Write a name in at least one language."), field="names")
    if not Group.objects.filter(pk=details.group_id, is_active=True).exists():
        raise Refused(_("This group is no longer in use."), field="group")


def _free_address(names: Words, taken: set[str]) -> str:
    name = names.get("en") or next((name for name in names.values() if name), "")
    wanted = slugify(name)[:50] or "form"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
