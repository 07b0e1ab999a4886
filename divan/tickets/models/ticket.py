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
    CANNOT_SOLVE = "cannot_solve", pgettext_lazy("close reason", "Cannot be solved")
    DUPLICATE = "duplicate", pgettext_lazy("close reason", "Duplicate")
    MERGED = "merged", pgettext_lazy("close reason", "Merged")
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
    message without a public answer. Until `snoozed_until` an open ticket is left out of the lists of open ones
    and of their counts; whatever brings it back empties the column. `promised_on` is the day that the requester
    was promised. `tier` says how far the ticket was escalated: 1 is where it comes in, 3 the
    last (T12). `snippet` is from the newest public message only, so that lists may
    show it to everybody who may see the ticket. No index may be led by group or status: SQLite would
    take it for the open list (measured: 0.03 ms becomes 61 ms at 200,000 tickets).

    The messages of a ticket that was merged stay its own and are shown in `merged_into` too: to the desk, and if
    `merged_openly` also to the customers there. `has_merged` says that there are such tickets; null is no.
    """

    number = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=255)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    is_open = models.BooleanField(default=True)
    type = models.CharField(max_length=16, choices=Type.choices, default=Type.QUESTION)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    impact = models.CharField(max_length=12, choices=Impact.choices, default=Impact.MEDIUM)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    tier = models.PositiveSmallIntegerField(default=1, db_default=1)
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
    asset = models.ForeignKey(
        "assets.Asset", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
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
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    merged_openly = models.BooleanField(null=True)
    has_merged = models.BooleanField(null=True)
    submission_key = models.CharField(max_length=64, null=True, unique=True)
    last_seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    last_customer_message_at = models.DateTimeField(null=True)
    last_staff_message_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    promised_on = models.DateField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    first_reply_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    # Not stored: whom the gate of the desk has found this row for, see `access.right_on`.
    found_for: int | None = None

    class Meta:
        indexes = [
            models.Index(
                fields=["-last_activity_at", "-id", "group", "snoozed_until"],
                name="open_by_activity",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["waiting_since", "id", "group", "snoozed_until"],
                name="open_by_waiting",
                condition=Q(is_open=True, waiting_since__isnull=False),
            ),
            models.Index(
                fields=["-last_activity_at", "-id", "group", "snoozed_until"],
                name="unassigned_by_activity",
                condition=Q(is_open=True, assignee__isnull=True),
            ),
            models.Index(
                fields=["assignee", "-last_activity_at", "-id", "snoozed_until"],
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
                fields=["asset", "-last_activity_at", "-id"],
                name="by_asset",
                condition=Q(asset__isnull=False),
            ),
            models.Index(
                fields=["organization", "-last_activity_at", "-id"],
                name="by_organization",
                condition=Q(organization__isnull=False),
            ),
            models.Index(fields=["solved_at", "id"], name="solved_to_close", condition=Q(status="solved")),
            models.Index(fields=["merged_into"], name="merged", condition=Q(merged_into__isnull=False)),
            models.Index(
                fields=["snoozed_until", "id"], name="snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(
                fields=["created_at", "id", "group", "status"],
                name="never_answered",
                condition=Q(first_reply_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number
