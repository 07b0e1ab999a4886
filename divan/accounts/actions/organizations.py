"""Verbs of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts import rights
from divan.accounts.access import require
from divan.accounts.log import record
from divan.accounts.models import Organization, OrganizationDomain
from divan.core.actors import Actor
from divan.core.errors import Refused


@transaction.atomic
def create_organization(
    name: str, *, domains: Iterable[str] = (), shares_tickets: bool = False, note: str = "", actor: Actor
) -> Organization:
    """A new organisation. Raises Refused (field "domains") if a domain belongs to another one."""
    require(actor, "people.manage")
    organization = Organization.objects.create(name=name, shares_tickets=shares_tickets, note=note)
    _set_domains(organization, set(domains))
    record(actor, "organization.created", organization, id=organization.pk)
    return organization


@transaction.atomic
def change_organization(
    organization: Organization,
    *,
    name: str,
    domains: Iterable[str],
    shares_tickets: bool,
    note: str,
    actor: Actor,
) -> Organization:
    """Change name, domains, note, and whether members see each other's tickets. Raises Refused as above."""
    require(actor, "people.manage")
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    organization.name, organization.note = name, note
    organization.shares_tickets = shares_tickets
    organization.save(update_fields=["name", "note", "shares_tickets"])
    _set_domains(organization, set(domains))
    record(actor, "organization.changed", organization, id=organization.pk, shares_tickets=shares_tickets)
    rights.recheck_all(organization.users.filter(is_active=True).values_list("pk", flat=True))
    return organization


@transaction.atomic
def delete_organization(organization: Organization, *, actor: Actor) -> None:
    """Remove an organisation; its members stay, without one."""
    require(actor, "people.manage")
    members = list(organization.users.values_list("pk", flat=True))
    record(actor, "organization.deleted", organization, id=organization.pk, members=len(members))
    organization.delete()
    rights.recheck_all(members)


def _set_domains(organization: Organization, wanted: set[str]) -> None:
    others = OrganizationDomain.objects.filter(domain__in=wanted).exclude(organization=organization)
    if taken := others.first():
        raise Refused(
            _("The domain %(domain)s belongs to another organisation.") % {"domain": taken.domain},
            field="domains",
        )
    organization.domains.exclude(domain__in=wanted).delete()
    kept = set(organization.domains.values_list("domain", flat=True))
    OrganizationDomain.objects.bulk_create(
        OrganizationDomain(organization=organization, domain=domain) for domain in sorted(wanted - kept)
    )
