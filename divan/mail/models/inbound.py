"""Mail as it came in, kept before anybody has looked at it, and every Message-ID that was ever seen."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class InboundMail(models.Model):
    """One received message. Its bytes lie in the file store under `sha256` and are never written again.

    The row is the job: a worker parses it, does the work on the ticket and sets `state`, all in one
    transaction, and may do so again from the same bytes. `recipients` are those of the envelope; `mailbox`
    is the first of them. `evidence` is what is known about the sender being who the message says.
    `content_digest` tells whether two copies that took different ways say the same; `filed_as` is set, and
    unique, on the one copy that was filed. `checks` holds what SPF, DKIM and DMARC found, and who checked.
    """

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("incoming mail", "Waiting")
        PROCESSED = "processed", pgettext_lazy("incoming mail", "On a ticket")
        IGNORED = "ignored", pgettext_lazy("incoming mail", "Set aside")
        FAILED = "failed", pgettext_lazy("incoming mail", "Failed")

    class Reason(models.TextChoices):
        """Why a message was set aside."""

        NO_SENDER = "no_sender", pgettext_lazy("incoming mail", "It names no sender")
        LOOP = "loop", pgettext_lazy("incoming mail", "It is a mail of our own that came back")
        DUPLICATE = "duplicate", pgettext_lazy("incoming mail", "The same message is already on the ticket")
        AUTOMATIC = (
            "automatic",
            pgettext_lazy("incoming mail", "An automatic answer that belongs to no ticket"),
        )
        LIMIT = "limit", pgettext_lazy("incoming mail", "Too many automatic mails from this address")
        INACTIVE = "inactive", pgettext_lazy("incoming mail", "The account of the sender is deactivated")

    class Evidence(models.TextChoices):
        UNVERIFIED = "unverified", pgettext_lazy("evidence", "Sender not verified")
        SIGNED = "signed", pgettext_lazy("evidence", "Answer to our mail")
        PASSED = "passed", pgettext_lazy("evidence", "Sender verified")
        FORGED = "forged", pgettext_lazy("evidence", "Sender may be forged")

    class Way(models.TextChoices):
        """How it came to us."""

        SMTP = "smtp", "SMTP"
        LMTP = "lmtp", "LMTP"
        IMAP = "imap", "IMAP"
        POP3 = "pop3", "POP3"
        PIPE = "pipe", pgettext_lazy("incoming mail", "Handed over by a program")
        UPLOAD = "upload", pgettext_lazy("incoming mail", "Uploaded file")

    mailbox = models.ForeignKey("mail.Mailbox", on_delete=models.PROTECT, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    recipients = models.JSONField(default=list)
    message_id = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField()
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.SMTP)
    peer = models.CharField(max_length=60, blank=True)
    helo = models.CharField(max_length=253, blank=True)
    checks = models.JSONField(default=dict)
    filed_as = models.CharField(max_length=64, null=True, unique=True)
    subject = models.CharField(max_length=255, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, default=Evidence.UNVERIFIED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, related_name="+")
    filed_message = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "message_id", "sha256"], name="one_row_a_message")
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="mail_to_process", condition=Q(state="received")),
            models.Index(fields=["message_id"], name="mail_by_identifier"),
            models.Index(fields=["state", "-id"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"inbound mail {self.pk}"


class KnownMessageId(models.Model):
    """A Message-ID that came in or went out, and the ticket that it belongs to.

    Looked up by the hash, because identifiers may be long; the text is kept for References headers.
    """

    digest = models.CharField(max_length=64)
    identifier = models.TextField()
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    is_ours = models.BooleanField()
    recipient = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "ticket"], name="one_row_an_identifier")]
        indexes = [models.Index(fields=["ticket", "id"], name="identifiers_of_ticket")]

    def __str__(self) -> str:
        return self.identifier

    @staticmethod
    def digest_of(message_id: str) -> str:
        """The key under which a Message-ID is found."""
        return hashlib.sha256(message_id.encode("utf-8", "surrogateescape")).hexdigest()
