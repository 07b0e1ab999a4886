"""Staff accounts are invited; the link in the mail is random, stored hashed, and ends by itself."""

from __future__ import annotations

from django.db import models


class Invitation(models.Model):
    email = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="en")
    role = models.ForeignKey("accounts.Role", on_delete=models.CASCADE, related_name="+")
    groups = models.ManyToManyField("accounts.Group", blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email
