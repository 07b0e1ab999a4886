"""Reads for the settings pages of mail. The first argument is always the actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from divan.accounts.access import require
from divan.core.actors import Actor
from divan.core.rows import one_of
from divan.mail.intake import raw_bytes
from divan.mail.letters.links import without_tokens
from divan.mail.models import InboundMail, Mailbox, OutgoingMail
from divan.mail.parsing import ParsedMail, parse

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, newest first, and the id to go on after; 0 at the end."""

    rows: Sequence[dict[str, Any]]
    next: int


def outgoing(actor: Actor, state: str = "", after: int = 0) -> Page:
    """Outgoing mail, in one state if `state` names one; without the bodies."""
    require(actor, "mail.manage")
    mails = OutgoingMail.objects.all()
    if state in OutgoingMail.State.values:
        mails = mails.filter(state=state)
    fields = ("id", "to", "subject", "purpose", "state", "hold", "created_at", "ticket__number", "language")
    return _page(mails.values(*fields), after)


def outgoing_mail(actor: Actor, mail_id: int) -> OutgoingMail:
    """One outgoing mail, to be read only. Raises NotAllowed if there is none.

    Only administrators see the links with which its recipient acts without signing in.
    """
    require(actor, "mail.manage")
    found = one_of(OutgoingMail.objects.select_related("ticket").filter(pk=mail_id), f"mail {mail_id}")
    if not actor.is_administrator:
        found.text, found.html = without_tokens(found.text), without_tokens(found.html)
    return found


def may_read(actor: Actor, mail: OutgoingMail) -> bool:
    """Whether the actor may read the body: a code that signs somebody in is for administrators only."""
    return actor.may("mail.manage") and (actor.is_administrator or not mail.is_personal)


def held(actor: Actor, hold: OutgoingMail.Hold) -> int:
    """How many mails wait for this reason until a person releases them."""
    require(actor, "mail.manage")
    return OutgoingMail.objects.filter(state=OutgoingMail.State.HELD, hold=hold).count()


def incoming(actor: Actor, state: str = "", after: int = 0) -> Page:
    """Received mail, in one state if `state` names one."""
    require(actor, "mail.manage")
    mails = InboundMail.objects.all()
    if state in InboundMail.State.values:
        mails = mails.filter(state=state)
    fields = (
        *("id", "sender", "envelope_from", "subject", "state", "reason", "error", "size", "received_at"),
        *("evidence", "way", "mailbox__address", "ticket__number"),
    )
    return _page(mails.values(*fields), after)


def incoming_mail(actor: Actor, mail_id: int) -> InboundMail:
    """One received message. Raises NotAllowed if there is none."""
    require(actor, "mail.manage")
    return one_of(
        InboundMail.objects.select_related("mailbox", "ticket").filter(pk=mail_id), f"mail {mail_id}"
    )


def failed_incoming(actor: Actor) -> int:
    """How many received messages could not be processed."""
    require(actor, "mail.manage")
    return InboundMail.objects.filter(state=InboundMail.State.FAILED).count()


def parsed_again(actor: Actor, mail: InboundMail) -> ParsedMail | None:
    """What a received message says, read from its bytes; None if its file is gone."""
    require(actor, "mail.manage")
    try:
        return parse(raw_bytes(mail), language=mail.mailbox.language)
    except OSError:
        return None


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """Our addresses."""
    require(actor, "settings.manage")
    return Mailbox.objects.select_related("group")


def mailbox(actor: Actor, mailbox_id: int) -> Mailbox:
    """One of our addresses. Raises NotAllowed if there is none."""
    return one_of(mailboxes(actor).filter(pk=mailbox_id), f"mailbox {mailbox_id}")


def _page(mails: QuerySet[Any, dict[str, Any]], after: int) -> Page:
    if after:
        mails = mails.filter(pk__lt=after)
    rows = list(mails.order_by("-id")[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1]["id"] if len(rows) > PAGE else 0)
