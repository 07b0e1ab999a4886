"""Which mails are due, and taking one of them for this process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from divan.core import clock
from divan.mail.models import OutgoingMail

State = OutgoingMail.State

BATCH = 50
LEASE = timedelta(minutes=5)


def due() -> list[OutgoingMail]:
    """Up to `BATCH` mails to be sent now, oldest first, with no more of each than sorting them needs."""
    rows = OutgoingMail.objects.filter(free()).select_related("mailbox").order_by("id")
    return list(
        rows.only("id", "mailbox", "error", "attempts", "created_at", "message_id", "ticket_id")[:BATCH]
    )


def claim(mail_id: int) -> OutgoingMail | None:
    """Take the mail for this process; the one whose update counts may send."""
    mine = OutgoingMail.objects.filter(free(), pk=mail_id)
    if not mine.update(state=State.SENDING, lease_until=clock.now() + LEASE):
        return None
    return OutgoingMail.objects.get(pk=mail_id)


def give_back(mail: OutgoingMail) -> None:
    """Let go of a mail that was not tried."""
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING).update(state=State.QUEUED, lease_until=None)


def hold(mail_ids: Iterable[int], hold: OutgoingMail.Hold) -> None:
    """Keep mails that nobody has taken until a person releases them."""
    mine = OutgoingMail.objects.filter(free(), pk__in=mail_ids)
    mine.update(state=State.HELD, hold=hold, lease_until=None)


def free() -> Q:
    """What this process may take: queued and due, or left behind by a process that died while it was sending."""
    now = clock.now()
    return Q(state=State.QUEUED, next_try_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
