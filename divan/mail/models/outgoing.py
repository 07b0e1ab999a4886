"""Mail that goes out: complete, readable, and queued in the transaction that made it necessary."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class OutgoingMail(models.Model):
    """One finished mail to one address; `to_shown` and `cc_shown` are what its headers say when others get it too.

    `event`, recipient and `purpose` are unique: whoever queues the same mail twice queues it once. A worker
    that sends claims the row until `lease_until`; after a crash in the middle the mail is sent again with
    the same Message-ID. `held` mail waits for a person: no relay was set, or a cap was reached.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("outgoing mail", "Queued")
        SENDING = "sending", pgettext_lazy("outgoing mail", "Being sent")
        SENT = "sent", pgettext_lazy("outgoing mail", "Sent")
        FAILED = "failed", pgettext_lazy("outgoing mail", "Failed")
        BOUNCED = "bounced", pgettext_lazy("outgoing mail", "Came back")
        HELD = "held", pgettext_lazy("outgoing mail", "Waiting for release")

    class Hold(models.TextChoices):
        NO_RELAY = "no_relay", pgettext_lazy("outgoing mail", "No mail server is set")
        UNDELIVERABLE = "undeliverable", pgettext_lazy("outgoing mail", "Mail to this address came back")
        TOO_MANY = "too_many", pgettext_lazy("outgoing mail", "Too many automatic mails")

    event = models.ForeignKey("tickets.Event", on_delete=models.SET_NULL, null=True, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, related_name="+")
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    purpose = models.CharField(max_length=60)
    to = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    to_shown = models.TextField(blank=True)
    cc_shown = models.TextField(blank=True)
    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.SET_NULL, null=True, related_name="+")
    attachments = models.JSONField(default=list)
    sender = models.CharField(max_length=400)
    envelope_from = models.CharField(max_length=320)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="en")
    headers = models.JSONField(default=dict)
    identifier = models.CharField(max_length=255, unique=True)
    in_reply_to = models.TextField(blank=True)
    references = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    hold = models.CharField(max_length=16, choices=Hold.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "to", "purpose"],
                condition=Q(event__isnull=False),
                name="one_mail_an_event",
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="mail_to_send", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="mail_being_sent", condition=Q(state="sending")),
            models.Index(fields=["hold", "id"], name="mail_held", condition=Q(state="held")),
            models.Index(fields=["to", "created_at"], name="mail_to_address"),
        ]

    def __str__(self) -> str:
        return f"outgoing mail {self.pk}"

    @property
    def is_personal(self) -> bool:
        """Whether it may hold a code or link that signs somebody in."""
        return self.purpose.startswith("account.")
