"""Whom the requester of a form may ask: groups, and colleagues who said that they want to be asked (T8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from divan.accounts.models import Group, Membership, User
from divan.core import clock
from divan.core.actors import Right
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.l10n import dates
from divan.core.l10n.direction import isolate
from divan.tickets.models import Form
from divan.tickets.queries.counts import groups_in_use
from divan.ui.formats import language

PERSON, GROUP = "p", "g"


@dataclass(frozen=True, slots=True)
class Asked:
    """An expert with their line about themselves, and the group in which they answer.

    `away_until` is the last day of an absence that lasts today, in the expert's time zone.
    """

    id: int
    name: str
    expertise: str
    group: Group
    away_until: date | None

    @property
    def sentence(self) -> str:
        """Who it is, what they know, and whether they are away."""
        known = self.expertise
        if self.away_until:
            day = dates.date_medium(self.away_until, language(), ZoneInfo("UTC"))
            sentence = _("%(name)s (%(expertise)s), away until %(day)s")
            return sentence % {"name": isolate(self.name), "expertise": isolate(known), "day": day}
        return _("%(name)s (%(expertise)s)") % {"name": isolate(self.name), "expertise": isolate(known)}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who gets a ticket: a group, and somebody in it."""

    group: Group
    assignee: int | None = None


def asked_experts(form: Form) -> list[Asked]:
    """The experts whom the form offers, by name, two queries: those who may answer in its group or in one of theirs."""
    offered = Q(is_active=True, role__is_staff=True, is_expert=True) & ~Q(expertise="")
    people = list(User.objects.filter(offered).select_related("role").order_by("name", "pk"))
    rows = Membership.objects.filter(user__in=people, right__gte=Right.REPLY, group__is_active=True)
    groups: dict[int, list[Group]] = {}
    for row in rows.select_related("group").order_by("group_id"):
        groups.setdefault(row.user_id, []).append(row.group)
    found = [(person, _group_of(person, groups.get(person.pk, []), form)) for person in people]
    return [
        Asked(person.pk, person.name or person.email, person.expertise, group, _absence(person))
        for person, group in found
        if group
    ]


def whom_options(form: Form) -> list[tuple[str, object]]:
    """What the question "Whom do you want to ask?" offers."""
    experts = [(f"{PERSON}{one.id}", one.sentence) for one in asked_experts(form)]
    groups = [(f"{GROUP}{pk}", name) for pk, name in groups_in_use().items()]
    return [
        ("", _("Whoever can help")),
        *([(_("Experts"), experts)] if experts else []),
        (_("Groups"), groups),
    ]


def owner_asked(form: Form, value: str) -> Owner:
    """Who gets the ticket of somebody who chose that option; the form's own group for none.

    Raises Refused for an expert who is away, naming the group that can help, and for what is not offered.
    """
    if not value or not form.asks_whom:
        return Owner(form.group)
    if value.startswith(GROUP):
        group = Group.objects.filter(pk=id_in(value[1:]), is_active=True).first()
        if group is not None:
            return Owner(group)
    chosen = next((one for one in asked_experts(form) if value == f"{PERSON}{one.id}"), None)
    if chosen is None:
        raise Refused(_("Choose somebody from the list."), field="whom")
    if chosen.away_until:
        day = dates.date_medium(chosen.away_until, language(), ZoneInfo("UTC"))
        sentence = _("%(name)s is away until %(day)s. Choose the group “%(group)s”, which can help you.")
        raise Refused(
            sentence % {"name": isolate(chosen.name), "day": day, "group": isolate(str(chosen.group))},
            field="whom",
        )
    return Owner(chosen.group, chosen.id)


def _group_of(person: User, groups: list[Group], form: Form) -> Group | None:
    """The form's group if the person may answer there, otherwise the first of their own."""
    if person.role.all_groups >= Right.REPLY or form.group in groups:
        return form.group
    return groups[0] if groups else None


def _absence(person: User) -> date | None:
    today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
    return person.away_until if person.away_until and person.away_until >= today else None
