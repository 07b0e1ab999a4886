"""Whose hours count where. Read when they have changed, so that lists can ask for every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from divan.accounts.hours_presets import usual_in
from divan.accounts.installation import installation
from divan.accounts.models import BusinessCalendar, Group
from divan.core.l10n.working_time import WorkingTime

_kept: tuple[str, BusinessHours] | None = None


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """The usual hours, and those of the groups that have their own."""

    usual: WorkingTime
    own: Mapping[int, WorkingTime]

    def of(self, group_id: int | None) -> WorkingTime:
        """The hours that count for tickets of this group."""
        return self.own.get(group_id or 0, self.usual)

    def by_calendar(self) -> list[tuple[WorkingTime, list[int]]]:
        """The hours that groups have of their own, each with those groups."""
        kept: dict[int, tuple[WorkingTime, list[int]]] = {}
        for group, hours in self.own.items():
            kept.setdefault(id(hours), (hours, []))[1].append(group)
        return list(kept.values())


def business_hours() -> BusinessHours:
    """The hours of this help desk. Costs two queries after a change and otherwise none.

    A change reaches other processes with the settings of the installation, in five seconds.
    """
    global _kept
    here = installation()
    version = f"{here.set_up_at} {here.hours_version}" if here else ""
    if _kept is None or _kept[0] != version:
        _kept = (version, _read(here.time_zone if here else "UTC"))
    return _kept[1]


def _read(time_zone: str) -> BusinessHours:
    rows = {row.pk: row for row in BusinessCalendar.objects.all()}
    counters = {pk: WorkingTime(row.opening_hours) for pk, row in rows.items()}
    usual = next((counters[pk] for pk, row in rows.items() if row.is_default), None)
    groups = Group.objects.exclude(calendar=None).values_list("pk", "calendar_id")
    return BusinessHours(
        usual=usual or WorkingTime(_guess(time_zone).opening_hours),
        own={group: counters[calendar] for group, calendar in groups if calendar in counters},
    )


def _guess(time_zone: str) -> BusinessCalendar:
    """What holds where nobody has said anything yet."""
    preset, country = usual_in(time_zone)
    return BusinessCalendar(time_zone=time_zone, hours=preset.hours, country=country)
