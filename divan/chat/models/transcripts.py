"""Sending a conversation to its visitor: codes that prove an address, and every transcript that went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from divan.chat.models.chats import Chat


class AddressCode(models.Model):
    """The code that was mailed to the visitor's address; only its hash is kept, with how often others were tried."""

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, primary_key=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"code for chat {self.chat_id}"


class TranscriptSending(models.Model):
    """A transcript that was mailed: where to, when, and who asked for it (nobody: the visitor did)."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"transcript of chat {self.chat_id}"
