"""A conversation is the ordered messages of one contact; tickets, and later chats, point to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class Conversation(models.Model):
    """Only an identity: whoever points to it says what it is about and who may read it."""

    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Channel(models.TextChoices):
    FORM = "form", pgettext_lazy("channel", "Web form")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    PORTAL = "portal", pgettext_lazy("channel", "Portal")
    DESK = "desk", pgettext_lazy("channel", "Desk")
    CHAT = "chat", pgettext_lazy("channel", "Live chat")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    API = "api", pgettext_lazy("channel", "API")


class Visibility(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("message", "Visible to customer")
    INTERNAL = "internal", pgettext_lazy("message", "Internal note")


class Delivery(models.TextChoices):
    """How far a public message got on its way out by mail."""

    NONE = "", pgettext_lazy("delivery", "Not sent by mail")
    QUEUED = "queued", pgettext_lazy("delivery", "Queued")
    DELAYED = "delayed", pgettext_lazy("delivery", "Delayed")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")
    BOUNCED = "bounced", pgettext_lazy("delivery", "Bounced")


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> MessageQuerySet:
        return self.filter(visibility=Visibility.PUBLIC)


class Message(models.Model):
    """One entry of a conversation.

    `text` is always there; `html` only where the message came with markup, already sanitised. `quoted` is
    the folded rest of a mail (quotes and signature). `recipients` are those that the message names: of a mail
    that came in as its headers say, of one that goes out as its author chose; none means the usual ones.
    `client_key` makes a repeated submission one message.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=200, blank=True)
    from_staff = models.BooleanField(default=False)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField()
    html = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    recipients = models.JSONField(default=list)
    has_original = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, blank=True, default=Delivery.NONE)
    client_key = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["conversation", "id"], name="message_order")]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "client_key"], name="one_message_a_submission")
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def is_internal(self) -> bool:
        return self.visibility == Visibility.INTERNAL


class OriginalMarkup(models.Model):
    """A mail as its author laid it out: sanitised, but with its styles and its pictures from elsewhere.

    It is shown only inside a sandboxed frame of its own. `remote_pictures` counts what would be fetched from
    other servers if the reader asked for it.
    """

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="original"
    )
    html = models.TextField()
    remote_pictures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"original markup of {self.message_id}"


class Attachment(models.Model):
    """A file. Its bytes lie under their hash, its name is only ever shown, never used as a path.

    Until it belongs to a message it belongs to whoever uploaded it: a person, or a browser by `upload_key`;
    `kept_until` saves what a draft holds from being swept up with the abandoned uploads.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    upload_key = models.CharField(max_length=64, blank=True)
    kept_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["created_at"], name="upload_age", condition=models.Q(message=None))]

    def __str__(self) -> str:
        return self.name
