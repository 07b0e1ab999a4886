"""Where chats come from: a website with our script on it, or the portal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class Purpose(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("chat", "Support")
    SALES = "sales", pgettext_lazy("chat", "Sales")


class ChatSite(models.Model):
    """A place that offers chat. `key` stands in its script tag and is no secret; `secret` signs who its users are.

    `origins` are the websites that may show it. `language` and `theme` are empty where the visitor's own count, `colour`
    ("#0b4b52") where ours does. `shows_typing`: experts see what a visitor types before it is sent, and the visitor is
    told so. After `wait_minutes` nobody needs to wait any longer: the chat goes on as an ordinary ticket.
    """

    key = models.CharField(max_length=24, unique=True)
    secret = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.SUPPORT)
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+")
    origins = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    in_portal = models.BooleanField(default=False)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    greetings = models.JSONField(default=dict)
    shows_typing = models.BooleanField(default=False)
    wait_minutes = models.PositiveSmallIntegerField(default=5)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_portal"], name="one_chat_site_in_the_portal", condition=Q(in_portal=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChatTopic(models.Model):
    """Something that a visitor may choose to talk about, and the group that knows it. `names` by language."""

    site = models.ForeignKey(ChatSite, on_delete=models.CASCADE, related_name="topics")
    names = models.JSONField(default=dict)
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"topic {self.pk}"
