"""Organisations that customers belong to, recognised by the domain of their e-mail address."""

from __future__ import annotations

from django.db import models

from divan.core.prepared import Prepared
from divan.search.models import Searchable


class Organization(Searchable):
    """`shares_tickets`: its members see each other's tickets."""

    name = models.CharField(max_length=200)
    shares_tickets = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    search_kind = "organization"
    search_columns = frozenset({"name", "note"})

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganizationDomain(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


def organization_of_address(address: str) -> Organization | None:
    """The organisation that owns the domain of a mail address (in stored form), or None."""
    _mailbox, at, domain = address.rpartition("@")
    if not at:
        return None
    return _of_domain.first(domain=domain)


_of_domain = Prepared(lambda domain: Organization.objects.filter(domains__domain=domain)[:1], domain=str)
