"""Which addresses are proven to belong to the person (kept in the sign-in library's table)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from divan.accounts.models import User


def confirm(user: User) -> None:
    """Record that the person has shown to read mail at their address (or that an administrator vouches)."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def is_recorded(user: User) -> bool:
    """Whether the address has a row at all; only sign-up makes one before the address is proven."""
    return EmailAddress.objects.filter(user=user).exists()


def is_confirmed(user: User) -> bool:
    """Whether the person has shown to read mail at their address."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()


def forget_unproven_password(
    sender: object, request: HttpRequest, email_address: EmailAddress, **extra: Any
) -> None:
    """Drop a password that somebody chose at sign-up before the owner of the address came by a code.

    Otherwise a stranger could sign up with somebody's address, wait until the owner proves it by signing in
    with a code, and then come in with the password chosen beforehand.
    """
    records = request.session.get("account_authentication_methods") or []
    if any(record.get("method") == "code" for record in records):
        user = email_address.user
        user.set_unusable_password()
        user.save(update_fields=["password"])
