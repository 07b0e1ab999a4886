"""The forms of the portal: words, owner, order, and whether they are offered. Changes are in the administration log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets.models import Form, Type

PERMISSION = "forms.manage"

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormDetails:
    """What an administrator says about a form; `names` and the texts are by language."""

    names: Words
    group_id: int
    intros: Words = field(default_factory=dict)
    confirmations: Words = field(default_factory=dict)
    consents: Words = field(default_factory=dict)
    icon: str = "form"
    type: str = Type.QUESTION
    category_id: int | None = None
    asks_urgency: bool = False


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
            **asdict(details),
        )
        record(actor, "form.created", created, form=created.pk)
        return created


def change_form(form_id: int, details: FormDetails, *, actor: Actor) -> Form:
    """Other words, another owner, type or category. Tickets that came in before stay as they are."""
    require(actor, PERMISSION)
    _check(details)
    with transaction.atomic():
        row = locked_form(form_id)
        values = asdict(details)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            record(actor, "form.changed", row, form=row.pk, fields=sorted(changed))
        return row


def set_form_in_use(form_id: int, in_use: bool, *, actor: Actor) -> Form:
    """Offer a form in the portal, or no longer."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = locked_form(form_id)
        if row.is_active != in_use:
            row.is_active = in_use
            row.save(update_fields=["is_active"])
            record(actor, "form.in_use", row, form=row.pk, in_use=in_use)
        return row


def move_form_up(form_id: int, *, actor: Actor) -> Form:
    """Show the form one place earlier; the first one stays where it is."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rows = list(Form.objects.select_for_update().order_by("position", "pk"))
        place = next((number for number, row in enumerate(rows) if row.pk == form_id), None)
        if place is None:
            raise NotAllowed(f"form {form_id}")
        moved = rows[place]
        if place:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
            for position, row in enumerate(rows):
                row.position = position
            Form.objects.bulk_update(rows, ["position"])
            record(actor, "form.moved", moved, form=moved.pk, position=place - 1)
        return moved


def locked_form(form_id: int) -> Form:
    """The row, locked until the transaction ends; raises NotAllowed if there is none."""
    row = Form.objects.select_for_update().filter(pk=form_id).first()
    if row is None:
        raise NotAllowed(f"form {form_id}")
    return row


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
