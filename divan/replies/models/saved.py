"""Saved replies: words that are written once and used often, in as many languages as there are customers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from divan.replies.models.shared import Shared


class SavedReply(Shared):
    """What its texts share. Replies in the same `folder` stand together; one with `categories` is offered first
    in tickets about these.
    """

    folder = models.CharField(max_length=60, blank=True)
    categories = models.ManyToManyField("tickets.Category", related_name="+")

    class Meta(Shared.Meta):
        verbose_name_plural = "saved replies"

    def __str__(self) -> str:
        return f"saved reply {self.pk}"


class ReplyText(models.Model):
    """What a saved reply says in one language. `html` is sanitised, and empty where `text` says it all."""

    reply = models.ForeignKey(SavedReply, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(max_length=120)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["reply", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return self.title


class ReplyFile(models.Model):
    """A file that goes along with a saved reply, or a picture in its text, which its `content_id` names."""

    reply = models.ForeignKey(SavedReply, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content_id = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
