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
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.relay import current_relay


def retry_outgoing(mail: OutgoingMail, *, actor: Actor) -> OutgoingMail:
    """Queue a failed or held mail again; quiet if it is on its way already."""
    require(actor, "mail.manage")
    if current_relay() is None:
        raise Refused(_("No mail server is set yet."))
    with transaction.atomic():
        row = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
        if row.state not in (OutgoingMail.State.FAILED, OutgoingMail.State.HELD):
            return row
        row.state, row.hold, row.attempts, row.next_try_at = OutgoingMail.State.QUEUED, "", 0, clock.now()
        row.save(update_fields=["state", "hold", "attempts", "next_try_at"])
        if row.message_id:
            mark_delivery(row.message_id, Delivery.QUEUED)
        record(actor, "mail.retried", row.to, mail=row.pk)
        return row


def release_held(*, actor: Actor) -> int:
    """Queue everything that waited for a mail server to be set; returns how many mails that were."""
    require(actor, "mail.manage")
    if current_relay() is None:
        raise Refused(_("No mail server is set yet."))
    held = OutgoingMail.objects.filter(state=OutgoingMail.State.HELD, hold=OutgoingMail.Hold.NO_RELAY)
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
