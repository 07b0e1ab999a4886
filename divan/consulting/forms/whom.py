"""Choosing somebody: the proposed experts first, each with the number of tickets they solved."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.models import Group, User
from divan.consulting.queries.experts import Expert
from divan.core.ids import id_in
from divan.core.l10n.direction import isolate
from divan.tickets.queries.counts import groups_in_use
from divan.ui.formats import digits

Option = tuple[str, str]
Options = list[tuple[str, list[Option]]]
PERSON, GROUP = "p", "g"


def people_options(people: QuerySet[User], proposed: list[Expert]) -> Options:
    """People by name under two headings; those proposed stand above and not again below."""
    above = {expert.id for expert in proposed}
    rows = people.exclude(pk__in=above).order_by("name", "pk").values_list("pk", "name", "email")
    options = [
        (_("Solved most in this category"), [(f"{PERSON}{one.id}", _with_number(one)) for one in proposed]),
        (_("Colleagues"), [(f"{PERSON}{pk}", name or email) for pk, name, email in rows]),
    ]
    return [(heading, found) for heading, found in options if found]


def group_options() -> list[Option]:
    """All groups in use, also those that the reader does not see."""
    return [(f"{GROUP}{pk}", name) for pk, name in groups_in_use().items()]


def chosen(value: str) -> User | Group | None:
    """Who is meant by an option; None for nobody, and for somebody who is gone."""
    wanted = id_in(value[1:])
    if value.startswith(GROUP):
        return Group.objects.filter(pk=wanted).first()
    return User.objects.select_related("role").filter(pk=wanted, is_active=True).first()


def _with_number(expert: Expert) -> str:
    sentence = ngettext("%(name)s (%(num)s solved)", "%(name)s (%(num)s solved)", expert.solved)
    return sentence % {"name": isolate(expert.name), "num": digits(expert.solved)}
