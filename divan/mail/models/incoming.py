"""Mail servers that mail is fetched from, and what was fetched."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from divan.mail.models.servers import Security, SignIn


class IncomingServer(models.Model):
    """Where the mail of a mailbox lies, and how it went to fetch it.

    `folders` holds one name a line (IMAP). A process that fetches claims the row until `lease_until`.
    `failures` counts those since the last success and decides how long `next_fetch_at` lies ahead. The
    password is sealed (`core.sealing`).
    """

    class Kind(models.TextChoices):
        IMAP = "imap", pgettext_lazy("mail server", "IMAP")
        POP3 = "pop3", pgettext_lazy("mail server", "POP3")

    class After(models.TextChoices):
        """What happens on the server to a message that was fetched."""

        LEAVE = "leave", pgettext_lazy("fetched mail", "Leave it on the server")
        DELETE = "delete", pgettext_lazy("fetched mail", "Delete it from the server")
        MOVE = "move", pgettext_lazy("fetched mail", "Move it to another folder (IMAP)")

    mailbox = models.OneToOneField("mail.Mailbox", on_delete=models.CASCADE, related_name="incoming_server")
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.IMAP)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    sign_in = models.CharField(max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    username = models.CharField(max_length=254)
    sealed_password = models.TextField(blank=True)
    folders = models.TextField(default="INBOX")
    after = models.CharField(max_length=6, choices=After.choices, default=After.LEAVE)
    move_to = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    fetched = models.PositiveBigIntegerField(default=0)
    last_fetch_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_fetch_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}://{self.host}:{self.port}"


class FetchedFolder(models.Model):
    """How far a folder of an IMAP server has been fetched.

    Everything with a UID up to `highest` is settled, within `validity`, the folder's UIDVALIDITY (RFC 3501
    section 2.3.1.1). What was there when we came, below `old_below`, counts only if nobody has read it, or, when
    the UIDs begin anew (`is_again`), if it has come since `known_since`.
    """

    server = models.ForeignKey(IncomingServer, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    validity = models.CharField(max_length=20)
    highest = models.PositiveBigIntegerField(default=0)
    old_below = models.PositiveBigIntegerField(default=0)
    is_again = models.BooleanField(default=False)
    known_since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["server", "name"], name="one_row_a_folder")]

    def __str__(self) -> str:
        return f"{self.name}/{self.highest}"


class FetchMark(models.Model):
    """A message on a server that is settled, so that it is not fetched twice, or that could not be fetched.

    `uid` is the UID of IMAP (within `folder` and `validity`, its UIDVALIDITY) or the UIDL of POP3. A message
    with a `problem` is on the server only: it is tried again from `next_try_at` on (never, if that is empty),
    and `note` says which message it is.
    """

    class Problem(models.TextChoices):
        TOO_LARGE = "too_large", pgettext_lazy("mail on a server", "Too large")
        NOT_HANDED = "not_handed", pgettext_lazy("mail on a server", "The server does not hand it over")

    server = models.ForeignKey(IncomingServer, on_delete=models.CASCADE, related_name="+", db_index=False)
    folder = models.CharField(max_length=200, blank=True)
    validity = models.CharField(max_length=20, blank=True)
    uid = models.CharField(max_length=100)
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["server", "folder", "validity", "uid"], name="one_mark_a_message")
        ]

    def __str__(self) -> str:
        return f"{self.folder}/{self.uid}"


class OAuthGrant(models.Model):
    """Leave that Google, Microsoft or another provider gave us to use a mailbox; all secrets are sealed.

    A process that renews the access token claims the row until `renewing_until`.
    """

    class Provider(models.TextChoices):
        GOOGLE = "google", "Google"
        MICROSOFT = "microsoft", "Microsoft"
        OTHER = "other", pgettext_lazy("OAuth provider", "Another provider")

    mailbox = models.OneToOneField("mail.Mailbox", on_delete=models.CASCADE, related_name="oauth_grant")
    provider = models.CharField(max_length=10, choices=Provider.choices)
    authorize_url = models.CharField(max_length=400, blank=True)
    token_url = models.CharField(max_length=400, blank=True)
    scope = models.CharField(max_length=400, blank=True)
    client_id = models.CharField(max_length=254)
    sealed_client_secret = models.TextField(blank=True)
    sealed_refresh_token = models.TextField(blank=True)
    sealed_access_token = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    renewing_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.provider} for {self.mailbox_id}"
