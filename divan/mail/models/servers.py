"""What every mail server is asked for: how the way to it is protected and how we sign in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Security(models.TextChoices):
    STARTTLS = "starttls", pgettext_lazy("mail server", "STARTTLS")
    TLS = "tls", pgettext_lazy("mail server", "TLS from the start")
    NONE = "none", pgettext_lazy("mail server", "None (only inside your own network)")


class SignIn(models.TextChoices):
    PASSWORD = "password", pgettext_lazy("mail server", "User name and password")
    OAUTH2 = "oauth2", pgettext_lazy("mail server", "Google or Microsoft account (OAuth 2)")
