"""Mail that got stuck, sent on its way again by a person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.conversations.actions import mark_delivery
from divan.conversations.models import Delivery
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.mail.automatic.undeliverable import clear
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.relay import current_relay

STUCK = frozenset({OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED, OutgoingMail.State.HELD})


def retry_outgoing(mail: OutgoingMail, *, actor: Actor) -> OutgoingMail:
    """Queue a mail again that failed, came back or was held, trusting its address; quiet if it is on its way."""
    require(actor, "mail.manage")
    if current_relay(mail.mailbox) is None:
        raise Refused(_("No mail server is set yet."))
    with transaction.atomic():
        row = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
        if row.state not in STUCK:
            return row
        clear([row.to])
        row.state, row.hold, row.attempts, row.next_try_at = OutgoingMail.State.QUEUED, "", 0, clock.now()
        row.error = ""
        row.save(update_fields=["state", "hold", "attempts", "next_try_at", "error"])
        if row.message_id:
            mark_delivery(row.message_id, Delivery.QUEUED)
        record(actor, "mail.retried", row.to, mail=row.pk)
        return row


def release_held(hold: OutgoingMail.Hold = OutgoingMail.Hold.NO_RELAY, *, actor: Actor) -> int:
    """Queue everything that was held for this reason; returns how many mails that were."""
    require(actor, "mail.manage")
    if current_relay() is None:
        raise Refused(_("No mail server is set yet."))
    held = OutgoingMail.objects.filter(state=OutgoingMail.State.HELD, hold=hold)
    with transaction.atomic():
        released = held.update(state=OutgoingMail.State.QUEUED, hold="", next_try_at=clock.now())
        if released:
            record(actor, "mail.released", "", count=released)
    return released


def retry_inbound(mail: InboundMail, *, actor: Actor) -> InboundMail:
    """Process a failed message again from its kept bytes."""
    require(actor, "mail.manage")
    with transaction.atomic():
        row = InboundMail.objects.select_for_update().get(pk=mail.pk)
        if row.state != InboundMail.State.FAILED:
            return row
        row.state, row.attempts, row.next_try_at = InboundMail.State.RECEIVED, 0, clock.now()
        row.save(update_fields=["state", "attempts", "next_try_at"])
        record(actor, "mail.processed_again", row.sender, mail=row.pk)
        return row


def retry_all_inbound(*, actor: Actor) -> int:
    """Process every failed message again; returns how many those are."""
    require(actor, "mail.manage")
    failed = InboundMail.objects.filter(state=InboundMail.State.FAILED)
    with transaction.atomic():
        waiting = failed.update(state=InboundMail.State.RECEIVED, attempts=0, next_try_at=clock.now())
        if waiting:
            record(actor, "mail.all_processed_again", "", count=waiting)
    return waiting
