"""A chat: the live part of one ticket's conversation. What was said are messages of the ticket, kept with it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from divan.chat.models.invitations import ChatRule
from divan.chat.models.sites import ChatSite, ChatTopic, Purpose


class State(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("chat", "Waiting")
    ACTIVE = "active", pgettext_lazy("chat", "Active")
    ENDED = "ended", pgettext_lazy("chat", "Ended")


class EndReason(models.TextChoices):
    VISITOR = "visitor", pgettext_lazy("end of a chat", "The visitor ended it")
    EXPERT = "expert", pgettext_lazy("end of a chat", "An expert ended it")
    SILENCE = "silence", pgettext_lazy("end of a chat", "The visitor went away")
    UNANSWERED = "unanswered", pgettext_lazy("end of a chat", "Nobody was free")


class Outcome(models.TextChoices):
    """What came of a sales chat (C2)."""

    LEAD = "lead", pgettext_lazy("outcome of a chat", "Lead")
    SOLD = "sold", pgettext_lazy("outcome of a chat", "Sold")
    LOST = "lost", pgettext_lazy("outcome of a chat", "Lost")


MISSED = Q(accepted_at=None) | Q(end_reason=EndReason.UNANSWERED)
"""Of chats that have ended: nobody took them, or nobody was there any more when they were handed on."""


class Chat(models.Model):
    """One visit. `ticket` is there from the first byte; `group` is the ticket's, as the queue needs it.

    The visitor's page holds a random token, of which the hash is stored. `is_identified`: the site or our own sign-in
    says who the visitor is; otherwise name and address are only claimed, and `address_proved_at` says when a code that
    was mailed there was typed in. Whispers are internal messages of the conversation `backstage`, which no customer's
    page, mail or search ever reads. `rule` is the one that invited the visitor, if any did. `last_serial` and
    `last_public` count the lines of the two feeds. `visitor_seen_at`: a page of the visitor was last heard of;
    `visitor_left_at`: their last page has closed, and none has opened since. `read_check_at`: when it is looked again
    whether the visitor of an ended chat has read everything, or else gets it by mail; None if there is nothing to look for.

    `waited_seconds` is how long it took until somebody accepted, or, whom nobody took, until the end; `lasted_seconds` goes
    from the start to the end. Both are whole seconds, and None until it is known. The archive narrows by them.
    """

    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(ChatSite, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    topic = models.ForeignKey(
        ChatTopic, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    rule = models.ForeignKey(ChatRule, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.SUPPORT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visitor_name = models.CharField(max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    start_key = models.CharField(max_length=64, unique=True)
    is_identified = models.BooleanField(default=False)
    address_proved_at = models.DateTimeField(null=True)
    backstage = models.OneToOneField(
        "conversations.Conversation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=5, default="en")
    page_url = models.CharField(max_length=500, blank=True)
    page_title = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=100, blank=True)
    last_serial = models.PositiveIntegerField(default=0)
    last_public = models.PositiveIntegerField(default=0)
    visitor_read = models.PositiveIntegerField(default=0)
    visitor_seen_at = models.DateTimeField()
    visitor_left_at = models.DateTimeField(null=True)
    read_check_at = models.DateTimeField(null=True)
    waits_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    last_line_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_comment = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=4, choices=Outcome.choices, blank=True)
    waited_seconds = models.PositiveIntegerField(null=True)
    lasted_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["waiting_since", "id", "group"], name="chats_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["lead", "id"], name="chats_active", condition=Q(state="active")),
            # With everything that the archive is narrowed by: what fits hardly anything is answered from the index alone.
            models.Index(
                fields=[
                    "-started_at",
                    "-id",
                    "state",
                    "group",
                    "ticket",
                    "site",
                    "purpose",
                    "outcome",
                    "language",
                    "rating",
                    "lead",
                    "end_reason",
                    "accepted_at",
                    "waited_seconds",
                    "lasted_seconds",
                ],
                name="chats_by_time",
            ),
            models.Index(fields=["lead", "-started_at", "-id"], name="chats_by_lead"),
            models.Index(fields=["visitor", "-started_at", "-id"], name="chats_by_visitor"),
            models.Index(
                fields=["rule", "started_at"], name="chats_by_rule", condition=Q(rule__isnull=False)
            ),
            models.Index(fields=["visitor_seen_at", "id"], name="chats_running", condition=~Q(state="ended")),
            models.Index(
                fields=["read_check_at", "id"], name="chats_unread", condition=Q(read_check_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"chat {self.pk}"

    @property
    def is_proved(self) -> bool:
        """Whether the site, our own sign-in or a code says that the visitor's address is theirs."""
        return self.is_identified or self.address_proved_at is not None

    @property
    def channel(self) -> str:
        """The name under which its lines travel."""
        return f"chat:{self.pk}"

    def seconds_until(self, moment: datetime) -> int:
        """Whole seconds from the start to `moment`; a clock that was put back makes them none."""
        return max(0, int((moment - self.started_at).total_seconds()))
