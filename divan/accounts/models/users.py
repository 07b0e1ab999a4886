"""One model for everybody who has an address: customers and staff differ by role only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from divan.core.prepared import Prepared
from divan.search.models import Searchable


def clean_address(address: str) -> str:
    """The stored form of an address: trimmed, lower case by ASCII rules only (İ and ı stay what they are)."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in address.strip())


def photo_address(name: str | None) -> str:
    """Where the photo with that name is fetched; empty for none. Another photo has another address."""
    return reverse("photo", kwargs={"photo_name": name}) if name else ""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new person; without a password they can sign in by a code sent to their address."""
        user = self.model(email=clean_address(email), **fields)
        user.set_password(password)
        user.insert()
        return user

    def by_email(self, address: str) -> User | None:
        """The person with that address, with role and organisation."""
        return _by_email.first(email=clean_address(address))

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=clean_address(username or ""))


class User(Searchable, AbstractBaseUser):
    """A person. `language` and `time_zone` belong to the reader, never to the server.

    `is_expert`: somebody of the staff wants to be asked by customers; `expertise` tells them what about. `away_until`
    is the last day of an absence. `own_keys` maps the usual key of a shortcut to the one that the person chose, empty for none.
    `photo` is the name of their picture, empty without one.
    """

    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="users")
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="users"
    )
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    phone = models.CharField(max_length=40, blank=True)
    photo = models.CharField(max_length=32, blank=True, default="")
    theme = models.CharField(max_length=5, blank=True)
    shortcuts_enabled = models.BooleanField(default=True)
    own_keys = models.JSONField(null=True)
    is_expert = models.BooleanField(default=False)
    expertise = models.CharField(max_length=200, blank=True)
    away_until = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    search_kind = "person"
    search_columns = frozenset({"name", "email", "phone", "organization"})

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes = [
            models.Index(Lower("name"), name="user_name_lower"),
            models.Index(fields=["role", "id"], name="user_role"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return self.role.is_staff

    @property
    def photo_url(self) -> str:
        """The address of the photo, empty without one."""
        return photo_address(self.photo)


_by_email = Prepared(
    lambda email: User.objects.filter(email=email).select_related("role", "organization")[:1], email=str
)
