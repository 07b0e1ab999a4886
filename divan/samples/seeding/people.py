"""Groups, staff and customers for a mountain of tickets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from divan.accounts.actions import set_up_installation
from divan.accounts.installation import installation
from divan.accounts.models import Group, Membership, Organization, Role, User
from divan.accounts.set_up import SetUp
from divan.core.actors import Right
from divan.samples.bulk import continue_sequences, next_id, write
from divan.samples.library import LANGUAGES, organisation

GROUPS = 50
AGENTS = 100
GROUPS_OF_AN_AGENT = 5
CUSTOMERS_OF_AN_ORGANISATION = 20
DOMAIN = "seed.example"
_GROUP_NAMES = {"en": "Group {}", "tr": "Grup {}", "he": "קבוצה {}", "fa": "گروه {}", "pl": "Grupa {}"}


@dataclass(frozen=True, slots=True)
class Customer:
    """What a ticket needs to know of its requester."""

    id: int
    name: str
    language: str
    organization_id: int | None


@dataclass(frozen=True, slots=True)
class Staff:
    """The groups, and who answers in each."""

    groups: list[int]
    agents: dict[int, list[int]]
    names: dict[int, str]


def ensure_installation(password: str) -> None:
    """Set the installation up if nobody has."""
    if installation() is not None:
        return
    set_up_installation(
        SetUp(
            name="Seed Administrator",
            email=f"administrator@{DOMAIN}",
            password=password,
            organization="Seed",
            languages=LANGUAGES,
            default_language="en",
            time_zone="UTC",
            group="Support",
            support_address=f"support@{DOMAIN}",
        )
    )


def ensure_staff(password: str) -> Staff:
    """Fifty groups, a hundred agents with five groups each, and one supervisor; all with `password`."""
    groups = [
        Group.objects.get_or_create(
            slug=f"seed-{number}",
            defaults={"names": {language: name.format(number) for language, name in _GROUP_NAMES.items()}},
        )[0]
        for number in range(1, GROUPS + 1)
    ]
    roles = {role.slug: role for role in Role.objects.filter(slug__in=("agent", "supervisor"))}
    stored = make_password(password)
    _ensure_person(f"supervisor@{DOMAIN}", "Seed Supervisor", roles["supervisor"], "en", stored)
    agents: dict[int, list[int]] = {group.pk: [] for group in groups}
    names = {}
    for number in range(AGENTS):
        language = LANGUAGES[number % len(LANGUAGES)]
        name = _name(number, language)
        agent = _ensure_person(f"agent-{number + 1}@{DOMAIN}", name, roles["agent"], language, stored)
        names[agent.pk] = name
        for step in range(GROUPS_OF_AN_AGENT):
            group = groups[(number + step * 7) % GROUPS]
            Membership.objects.get_or_create(user=agent, group=group, defaults={"right": Right.CHANGE})
            agents[group.pk].append(agent.pk)
    return Staff([group.pk for group in groups], agents, names)


def _ensure_person(email: str, name: str, role: Role, language: str, password: str) -> User:
    return User.objects.get_or_create(
        email=email, defaults={"name": name, "role": role, "language": language, "password": password}
    )[0]


def add_customers(count: int, rng: random.Random, now: datetime) -> list[Customer]:
    """`count` new customers, one in ten of them in an organisation."""
    first, role = next_id(User), Role.objects.get(slug="customer").pk
    organizations = _add_organizations(1 + count // (10 * CUSTOMERS_OF_AN_ORGANISATION), first, now)
    customers = []
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        customers.append(
            Customer(
                id=first + number,
                name=_name(rng.randrange(10_000), language),
                language=language,
                organization_id=organizations[number // 10 % len(organizations)]
                if number % 10 == 0
                else None,
            )
        )
    _write_customers(customers, role, now)
    return customers


def _write_customers(customers: list[Customer], role: int, now: datetime) -> None:
    unusable = make_password(None)
    rows = (
        {
            "id": customer.id,
            "email": f"customer-{customer.id}@{DOMAIN}",
            "name": customer.name,
            "password": unusable,
            "role_id": role,
            "organization_id": customer.organization_id,
            "language": customer.language,
            "created_at": now,
        }
        for customer in customers
    )
    write(User, rows)
    continue_sequences([User])


def _add_organizations(count: int, first_customer: int, now: datetime) -> list[int]:
    first = next_id(Organization)
    ids = [*range(first, first + count)]
    write(
        Organization,
        ({"id": pk, "name": f"Seed {first_customer}-{pk}", "created_at": now} for pk in ids),
    )
    continue_sequences([Organization])
    return ids


def _name(number: int, language: str) -> str:
    """One of the sample customers' names, mixed anew: hundreds of combinations in each language."""
    known = [
        person["name"].split() for person in organisation()["customers"] if person["language"] == language
    ]
    first, last = known[number % len(known)][0], known[number // len(known) % len(known)][-1]
    return f"{first} {last}"
