"""What mail knows about the messages of a ticket: who sent them really, their bytes, their layout."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from divan.conversations.files import SHOWN_INLINE
from divan.conversations.models import Attachment, Message
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.rows import one_of
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail
from divan.mail.redaction import without_secrets
from divan.tickets import access
from divan.tickets.models import Ticket

_METHODS = ("spf", "dkim", "dmarc")


@dataclass(frozen=True, slots=True)
class Check:
    """What a method of proof found, in the words of RFC 8601, and the domain that it found it for."""

    method: str
    result: str
    domain: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The mail behind a message; `is_cut` says that not everything in it could be read."""

    evidence: str
    checks: tuple[Check, ...]
    checked_by: str
    is_encrypted: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Original:
    """A kept layout, with the addresses of the pictures that came with the mail by their Content-ID."""

    html: str
    remote_pictures: int
    attached: Mapping[str, str]


def behind(messages: Collection[int]) -> dict[int, Behind]:
    """The mails behind messages that the caller may read, by message id, in one query."""
    mails = InboundMail.objects.filter(filed_message_id__in=messages).order_by("-id")
    rows = mails.values_list("filed_message_id", "evidence", "checks")
    return {message: _behind(evidence, checks) for message, evidence, checks in rows if message}


def source_of(actor: Actor, ticket: Ticket, message_id: int) -> bytes:
    """The mail that became a message, without the secrets of guests. Raises NotAllowed if there is none."""
    readable = access.messages_for(actor, ticket).filter(pk=message_id)
    mail = one_of(
        InboundMail.objects.filter(filed_message__in=readable).order_by("id"),
        f"source of message {message_id}",
    )
    try:
        return without_secrets(raw_bytes(mail))
    except FileNotFoundError as gone:
        raise NotAllowed(f"source of message {message_id}") from gone


def original_of(actor: Actor, ticket: Ticket, message_id: int) -> Original:
    """The layout of a message. Raises NotAllowed if it has none or the actor may not read it."""
    readable = access.messages_for(actor, ticket).filter(pk=message_id)
    message = one_of(
        readable.filter(has_original=True).select_related("original"), f"original of message {message_id}"
    )
    return Original(message.original.html, message.original.remote_pictures, _attached(ticket, message))


def _behind(evidence: str, checks: Mapping[str, Any]) -> Behind:
    results = tuple(
        Check(name.upper(), str(checks[name]), str(checks.get(f"{name}_domain", "")))
        for name in _METHODS
        if checks.get(name)
    )
    warnings = set(checks.get("warnings", ()))
    by = str(checks.get("by", ""))
    return Behind(evidence, results, by, "encrypted" in warnings, bool(warnings - {"encrypted"}))


def _attached(ticket: Ticket, message: Message) -> dict[str, str]:
    pictures = Attachment.objects.filter(message=message, content_type__in=SHOWN_INLINE).exclude(
        content_id=""
    )
    return {
        content_id: reverse(
            "ticket_file", kwargs={"number": ticket.number, "attachment_id": pk, "name": name}
        )
        + "?show=1"
        for pk, name, content_id in pictures.values_list("pk", "name", "content_id")
    }
