"""The ticket: the truth about now. What happened is in the event log."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from divan.conversations.models import Channel


class Status(models.TextChoices):
    NEW = "new", pgettext_lazy("ticket status", "New")
    OPEN = "open", pgettext_lazy("ticket status", "Open")
    PENDING = "pending", pgettext_lazy("ticket status", "Waiting for customer")
    ON_HOLD = "on_hold", pgettext_lazy("ticket status", "On hold")
    SOLVED = "solved", pgettext_lazy("ticket status", "Solved")
    CLOSED = "closed", pgettext_lazy("ticket status", "Closed")


OPEN_STATUSES = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)


class Type(models.TextChoices):
    INCIDENT = "incident", pgettext_lazy("ticket type", "Incident")
    SERVICE_REQUEST = "service_request", pgettext_lazy("ticket type", "Service request")
    QUESTION = "question", pgettext_lazy("ticket type", "Question")
    BUG = "bug", pgettext_lazy("ticket type", "Bug")
    COMPLAINT = "complaint", pgettext_lazy("ticket type", "Complaint")
    APPLICATION = "application", pgettext_lazy("ticket type", "Job application")


class Urgency(models.TextChoices):
    """How pressing it is for the requester, who says so in words (T11)."""

    LOW = "low", pgettext_lazy("urgency", "It can wait")
    NORMAL = "normal", pgettext_lazy("urgency", "In the next days")
    HIGH = "high", pgettext_lazy("urgency", "Today, please")
    CRITICAL = "critical", pgettext_lazy("urgency", "I cannot work")


class Impact(models.TextChoices):
    LOW = "low", pgettext_lazy("impact", "One person, can work")
    MEDIUM = "medium", pgettext_lazy("impact", "One person or a few")
    HIGH = "high", pgettext_lazy("impact", "Many people")
    WORK_STOPPED = "work_stopped", pgettext_lazy("impact", "Work has stopped")


class Priority(models.TextChoices):
    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


class CloseReason(models.TextChoices):
    RESOLVED = "resolved", pgettext_lazy("close reason", "Resolved")
    WORKAROUND = "workaround", pgettext_lazy("close reason", "A workaround was given")
    KNOWN_ERROR = "known_error", pgettext_lazy("close reason", "Known error")
    WONT_FIX = "wont_fix", pgettext_lazy("close reason", "Will not be fixed")
    CANNOT_REPRODUCE = "cannot_reproduce", pgettext_lazy("close reason", "Cannot be reproduced")
    DUPLICATE = "duplicate", pgettext_lazy("close reason", "Duplicate")
    SPAM = "spam", pgettext_lazy("close reason", "Spam")


class Counter(models.Model):
    """The last ticket number given out; locked by the transaction that takes the next one."""

    name = models.CharField(max_length=20, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """One request and what is true about it now.

    `number` is what people see and is never the database id. `waiting_since` is the oldest requester
    message without a public answer. `snippet` is from the newest public message only, so that lists may
    show it to everybody who may see the ticket. No index may be led by group or status: SQLite would
    take it for the open list (measured: 0.03 ms becomes 61 ms at 200,000 tickets).
    """

    number = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=255)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    is_open = models.BooleanField(default=True)
    type = models.CharField(max_length=16, choices=Type.choices, default=Type.QUESTION)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    impact = models.CharField(max_length=12, choices=Impact.choices, default=Impact.MEDIUM)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    form = models.ForeignKey(
        "tickets.Form", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=5, default="en")
    answers = models.JSONField(default=dict)
    snippet = models.CharField(max_length=160, blank=True)
    follow_up_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    submission_key = models.CharField(max_length=64, null=True, unique=True)
    last_seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    last_customer_message_at = models.DateTimeField(null=True)
    last_staff_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-last_activity_at", "-id", "group"],
                name="open_by_activity",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["waiting_since", "id", "group"],
                name="open_by_waiting",
                condition=Q(is_open=True, waiting_since__isnull=False),
            ),
            models.Index(
                fields=["-last_activity_at", "-id", "group"],
                name="unassigned_by_activity",
                condition=Q(is_open=True, assignee__isnull=True),
            ),
            models.Index(
                fields=["assignee", "-last_activity_at", "-id"],
                name="mine_by_activity",
                condition=Q(is_open=True, assignee__isnull=False),
            ),
            # With what a search asks for, so that a filter that fits few tickets reads no others to find them.
            models.Index(
                fields=[
                    *("-last_activity_at", "-id", "group", "assignee", "status", "type", "priority"),
                    *("channel", "category", "created_at", "requester", "conversation"),
                ],
                name="all_by_activity",
            ),
            models.Index(fields=["requester", "-last_activity_at", "-id"], name="by_requester"),
            models.Index(
                fields=["organization", "-last_activity_at", "-id"],
                name="by_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(fields=["solved_at", "id"], name="solved_to_close", condition=Q(status="solved")),
        ]

    def __str__(self) -> str:
        return self.number
