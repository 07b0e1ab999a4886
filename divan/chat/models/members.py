"""The experts in a chat: who led, who joined, who only watched, and when each of them left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from divan.chat.models.chats import Chat

PRESENT = Q(left_at=None)


class Role(models.TextChoices):
    LEAD = "lead", pgettext_lazy("in a chat", "Leads")
    EXPERT = "expert", pgettext_lazy("in a chat", "Expert")
    WATCHER = "watcher", pgettext_lazy("in a chat", "Watches")


class ChatMember(models.Model):
    """One stay of an expert. Without `joined_at` somebody is invited and has not come yet.

    A guest expert has no `user` but a name, and a link with a random token, of which the hash is stored; the link opens
    this chat only. The visitor never learns of watchers. `title` is what the visitor reads of them ("payments").
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=7, choices=Role.choices, default=Role.EXPERT)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["chat", "id"], name="members_of_chat")]
        constraints = [
            models.UniqueConstraint(
                fields=["chat", "user"], name="present_once_in_a_chat", condition=PRESENT
            ),
            models.UniqueConstraint(
                fields=["chat"], name="one_leads_a_chat", condition=PRESENT & Q(role="lead")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in chat {self.chat_id}"

    @property
    def listener(self) -> str:
        """Their name at the channel."""
        return f"person:{self.user_id}" if self.user_id else f"expert:{self.pk}"

    @property
    def photo(self) -> str:
        """The address of their picture, empty without one; `user` is to be read along."""
        return self.user.photo_url if self.user else ""
