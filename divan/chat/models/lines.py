"""The course of a chat, line by line, in the one order that everybody sees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from divan.chat.models.chats import Chat
from divan.chat.models.members import ChatMember


class Kind(models.TextChoices):
    SAID = "said", pgettext_lazy("line of a chat", "Said")
    WHISPERED = "whispered", pgettext_lazy("line of a chat", "Whispered")
    ACCEPTED = "accepted", pgettext_lazy("line of a chat", "Accepted")
    INVITED = "invited", pgettext_lazy("line of a chat", "Invited")
    JOINED = "joined", pgettext_lazy("line of a chat", "Joined")
    LEFT = "left", pgettext_lazy("line of a chat", "Left")
    LED = "led", pgettext_lazy("line of a chat", "Leads now")
    TRANSFERRED = "transferred", pgettext_lazy("line of a chat", "Transferred")
    ENDED = "ended", pgettext_lazy("line of a chat", "Ended")


# What only experts see; everything else has a number in the public feed too.
BACKSTAGE = frozenset({Kind.WHISPERED, Kind.INVITED})


class ChatLine(models.Model):
    """`serial` counts all lines of the chat, `public` those that the visitor sees; both without gaps.

    `member` is the expert whose line it is; without one it is the visitor's, or the system's where the kind says so.
    `to` is the only other reader of a whisper. `data` holds ids and fixed words. The words stand in `message`.
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="lines", db_index=False)
    serial = models.PositiveIntegerField()
    public = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    message = models.OneToOneField(
        "conversations.Message", on_delete=models.CASCADE, null=True, related_name="+"
    )
    member = models.ForeignKey(
        ChatMember, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    to = models.ForeignKey(ChatMember, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "serial"], name="one_order_in_a_chat"),
            models.UniqueConstraint(fields=["chat", "public"], name="one_public_order_in_a_chat"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial} of chat {self.chat_id}"
