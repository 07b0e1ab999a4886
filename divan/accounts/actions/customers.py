"""Customers come into being by their first contact, whatever the channel."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from divan.accounts import builtin_roles
from divan.accounts.models import User
from divan.accounts.models.organizations import organization_of_address
from divan.accounts.models.roles import role_with
from divan.accounts.models.users import clean_address
from divan.core.l10n.direction import strip_controls


def find_or_create_customer(
    email: str, name: str = "", *, language: str = "en", time_zone: str = "UTC"
) -> User:
    """The person with that address, as they are; somebody new becomes a customer without a password.

    Nothing about an existing person is changed: the address is only claimed, not proven. A new customer
    joins the organisation that owns the domain. Safe when two first contacts come at once.
    """
    address = clean_address(email)
    found = User.objects.by_email(address)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(
                address,
                name=" ".join(strip_controls(name).split())[:200],
                role=role_with(builtin_roles.CUSTOMER),
                language=language,
                time_zone=time_zone,
                organization=organization_of_address(address),
            )
    except IntegrityError:
        return User.objects.get(email=address)
