"""Verbs of business hours."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from divan.accounts.access import require
from divan.accounts.hours_presets import usual_in
from divan.accounts.installation import forget
from divan.accounts.log import record
from divan.accounts.models import BusinessCalendar, Group, Installation
from divan.core.actors import Actor
from divan.core.errors import Refused


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """Business hours, already checked; the fields are those of the model. `groups` keep them as their own."""

    name: str
    time_zone: str
    hours: dict[str, list[list[str]]]
    country: str = ""
    closed: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    groups: frozenset[int] = frozenset()

    @property
    def columns(self) -> dict[str, Any]:
        values = {name: value for name, value in asdict(self).items() if name != "groups"}
        return {**values, "closed": list(self.closed), "worked": list(self.worked)}


@transaction.atomic
def add_calendar(settings: CalendarSettings, *, actor: Actor) -> BusinessCalendar:
    """New business hours; the first ones are the default. Raises Refused for hours that are never open."""
    require(actor, "settings.manage")
    _check(settings)
    _changed()
    is_first = not BusinessCalendar.objects.filter(is_default=True).exists()
    calendar = BusinessCalendar.objects.create(**settings.columns, is_default=is_first)
    _give(calendar, settings.groups)
    record(actor, "calendar.added", calendar, id=calendar.pk)
    return calendar


@transaction.atomic
def change_calendar(
    calendar: BusinessCalendar, settings: CalendarSettings, *, actor: Actor
) -> BusinessCalendar:
    """Change hours, days or the groups that keep them. Raises Refused for hours that are never open."""
    require(actor, "settings.manage")
    _check(settings)
    row = BusinessCalendar.objects.select_for_update().get(pk=calendar.pk)
    changed = [name for name, value in settings.columns.items() if getattr(row, name) != value]
    groups = set(Group.objects.filter(calendar=row).values_list("pk", flat=True))
    if not changed and groups == settings.groups:
        return row
    for name in changed:
        setattr(row, name, settings.columns[name])
    row.save(update_fields=changed or None)
    _give(row, settings.groups)
    _changed()
    record(actor, "calendar.changed", row, id=row.pk, fields=sorted(changed))
    return row


@transaction.atomic
def make_calendar_default(calendar: BusinessCalendar, *, actor: Actor) -> BusinessCalendar:
    """From now on groups without hours of their own keep these."""
    require(actor, "settings.manage")
    rows = BusinessCalendar.objects.select_for_update()
    row = next(each for each in rows.order_by("pk") if each.pk == calendar.pk)
    if row.is_default:
        return row
    rows.filter(is_default=True).update(is_default=False)
    row.is_default = True
    row.save(update_fields=["is_default"])
    _changed()
    record(actor, "calendar.made_default", row, id=row.pk)
    return row


@transaction.atomic
def delete_calendar(calendar: BusinessCalendar, *, actor: Actor) -> None:
    """Remove business hours; groups that kept them keep the default. Raises Refused for the default itself."""
    require(actor, "settings.manage")
    row = BusinessCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
    if row is None:
        return
    if row.is_default:
        raise Refused(_("These are the usual business hours. Choose others as usual first."))
    record(actor, "calendar.deleted", row, id=row.pk)
    row.delete()
    _changed()


def prepare_calendar(time_zone: str, language: str) -> BusinessCalendar:
    """The default that a new help desk begins with: the week that is usual in its time zone."""
    preset, country = usual_in(time_zone)
    with override(language):
        name = _("Business hours")
    _changed()
    return BusinessCalendar.objects.create(
        name=name, time_zone=time_zone, hours=preset.hours, country=country, is_default=True
    )


def _check(settings: CalendarSettings) -> None:
    if not any(settings.hours.values()):
        raise Refused(_("Say on which days somebody works, and from when to when."))


def _give(calendar: BusinessCalendar, groups: frozenset[int]) -> None:
    Group.objects.filter(calendar=calendar).exclude(pk__in=groups).update(calendar=None)
    Group.objects.filter(pk__in=groups).exclude(calendar=calendar).update(calendar=calendar)


def _changed() -> None:
    """Let everybody who remembers the hours read them again."""
    Installation.objects.update(hours_version=secrets.token_hex(8))
    forget()
    transaction.on_commit(forget)
