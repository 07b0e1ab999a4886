"""The sample organisation's groups, staff, customers and their organisations, made by the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from divan.accounts import actions
from divan.accounts.identity import actor_of
from divan.accounts.models import Group, Role, User
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.samples.library import organisation

FIRST_CONTACT = timedelta(days=120)


@dataclass(frozen=True)
class People:
    """Everybody, by language; agents also by group slug."""

    groups: dict[str, Group]
    customers: dict[str, list[User]]
    agents: dict[tuple[str, str], Actor]
    supervisor: Actor


def assemble(administrator: Actor, first_group: Group) -> People:
    """Create everybody. `first_group` stands for the first of the sample groups.

    Nobody gets a password, so a sample person can sign in only if somebody sets one for them.
    """
    data = organisation()
    groups = _groups(administrator, first_group)
    for row in data["organizations"]:
        actions.create_organization(**row, actor=administrator)
    staff = _staff(administrator, groups)
    customers: dict[str, list[User]] = {}
    for row in data["customers"]:
        person = actions.find_or_create_customer(
            row["email"], row["name"], language=row["language"], time_zone=_time_zone(row["language"])
        )
        customers.setdefault(person.language, []).append(person)
    everybody = [person.pk for people in [staff.values(), *customers.values()] for person in people]
    User.objects.filter(pk__in=everybody).update(created_at=clock.now() - FIRST_CONTACT)
    agents = {
        (row["language"], group): actor_of(staff[row["email"]])
        for row in data["staff"]
        for group in row["groups"]
    }
    supervisor = next(row["email"] for row in data["staff"] if row["role"] == "supervisor")
    return People(groups, customers, agents, actor_of(staff[supervisor]))


def _groups(administrator: Actor, first_group: Group) -> dict[str, Group]:
    names = organisation()["groups"]
    first = next(iter(names))
    actions.rename_group(first_group, {**names[first], **first_group.names}, actor=administrator)
    others = {
        slug: actions.create_group(named, actor=administrator)
        for slug, named in names.items()
        if slug != first
    }
    return {first: first_group, **others}


def _staff(administrator: Actor, groups: dict[str, Group]) -> dict[str, User]:
    roles = {role.slug: role for role in Role.objects.all()}
    staff = {}
    for row in organisation()["staff"]:
        person = actions.add_person(
            row["email"],
            row["name"],
            roles[row["role"]],
            language=row["language"],
            time_zone=_time_zone(row["language"]),
            actor=administrator,
        )
        for group in row["groups"]:
            actions.add_member(groups[group], person, Right.CHANGE, actor=administrator)
        staff[row["email"]] = person
    return staff


def _time_zone(language: str) -> str:
    zone: str = organisation()["time_zones"][language]
    return zone
