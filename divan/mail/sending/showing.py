"""How far a message got on its way out, told from the mails that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from divan.conversations.actions import mark_delivery
from divan.conversations.models import Delivery
from divan.mail.models import OutgoingMail
from divan.realtime import doorbell

State = OutgoingMail.State


def show(mail: OutgoingMail) -> None:
    """Bring the message of a mail up to date, and tell the pages that show it."""
    if mail.message_id is None:
        return
    fates = OutgoingMail.objects.filter(message_id=mail.message_id).values_list("state", "attempts", "error")
    mark_delivery(mail.message_id, _together(list(fates)))
    topics = [f"desk:{mail.ticket_id}"]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="message.delivery"))


def _together(fates: Iterable[tuple[str, int, str]]) -> Delivery:
    """The worst that happened to any of the mails: whoever looks has to hear of that one."""
    each = [_delivery(*fate) for fate in fates]
    worst_first = (Delivery.FAILED, Delivery.BOUNCED, Delivery.DELAYED, Delivery.QUEUED)
    return next((delivery for delivery in worst_first if delivery in each), Delivery.SENT)


def _delivery(state: str, attempts: int, error: str) -> Delivery:
    if state == State.FAILED:
        return Delivery.FAILED
    if state == State.BOUNCED:
        return Delivery.BOUNCED
    if state == State.SENT:
        # What a relay took and a server further on holds back keeps the words of that server.
        return Delivery.DELAYED if error else Delivery.SENT
    return Delivery.DELAYED if attempts or error else Delivery.QUEUED
