"""The people that every test knows, on a help desk that is set up. Used in tests and by the staged product."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from divan.accounts import actions as accounts
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.identity import actor_of
from divan.accounts.models import Group, Role, User
from divan.accounts.set_up import SetUp
from divan.core.actors import Actor, Right

PASSWORD = "cedar-kettle-47"
BILLING = {"en": "Billing", "tr": "Faturalama", "he": "חיובים", "fa": "امور مالی", "pl": "Rozliczenia"}


@dataclass(frozen=True)
class Cast:
    """Three named people and those they meet.

    Alma administers. Baran is an agent with all verbs in Support and no right in Billing; Dina is the other
    way round. Ece supervises. Celina and Farid are customers of different organisations. Gita's custom role
    has one permission and no group.
    """

    administrator: User
    agent: User
    customer: User
    supervisor: User
    other_agent: User
    other_customer: User
    clerk: User
    group: Group
    other_group: Group


def assemble() -> Cast:
    """Set up the help desk and create everybody by the verbs, with `PASSWORD` as their password."""
    administrator = accounts.set_up_installation(
        SetUp(
            name="Alma Berg",
            email="alma@divan.example",
            password=PASSWORD,
            organization="Cedar Supplies",
            languages=tuple(code for code, _name in settings.LANGUAGES),
            default_language="en",
            time_zone="Europe/Warsaw",
            group="Support",
            support_address="support@divan.example",
        )
    )
    chief = actor(administrator)
    support = Group.objects.get()
    billing = accounts.create_group(BILLING, actor=chief)
    clerks = accounts.create_role(
        RoleSettings(
            names={"en": "Mail clerk"}, is_staff=True, permissions=("mail.manage",), all_groups=Right.NONE
        ),
        actor=chief,
    )
    agent = _add("baran@divan.example", "Baran Yıldız", _role("agent"), "tr", chief)
    other_agent = _add("dina@divan.example", "דינה לוי", _role("agent"), "he", chief)
    accounts.add_member(support, agent, Right.ALL, actor=chief)
    accounts.add_member(billing, other_agent, Right.ALL, actor=chief)
    return Cast(
        administrator=administrator,
        agent=agent,
        customer=_add("celina@customer.example", "Celina Nowak", _role("customer"), "pl", chief),
        supervisor=_add("ece@divan.example", "Ece Demir", _role("supervisor"), "tr", chief),
        other_agent=other_agent,
        other_customer=_add("farid@elsewhere.example", "فرید کریمی", _role("customer"), "fa", chief),
        clerk=_add("gita@divan.example", "Gita Rao", clerks, "en", chief),
        group=support,
        other_group=billing,
    )


def actor(person: User) -> Actor:
    """The person as verbs and gates know them, with their rights as they are now."""
    return actor_of(User.objects.select_related("role", "organization").get(pk=person.pk))


def _role(slug: str) -> Role:
    return Role.objects.get(slug=slug)


def _add(email: str, name: str, role: Role, language: str, chief: Actor) -> User:
    return accounts.add_person(email, name, role, actor=chief, language=language, password=PASSWORD)
