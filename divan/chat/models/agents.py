"""Colleagues as chats find them: whether they take any, and how many at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class Presence(models.TextChoices):
    # Translators: the state of a colleague, woman or man, as in "Presence: online"
    ONLINE = "online", pgettext_lazy("presence", "Online")
    # Translators: the state of a colleague, woman or man, as in "Presence: away"
    AWAY = "away", pgettext_lazy("presence", "Away")
    # Translators: the state of a colleague, woman or man, as in "Presence: invisible"
    INVISIBLE = "invisible", pgettext_lazy("presence", "Invisible")


class ChatAgent(models.Model):
    """What somebody has chosen. Invisible ones work and are not offered new chats.

    `seen_at`: when an open page of theirs was last heard of; who has none is not there, whatever they chose.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    presence = models.CharField(max_length=9, choices=Presence.choices, default=Presence.AWAY)
    capacity = models.PositiveSmallIntegerField(default=3)
    seen_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.presence} {self.user_id}"
