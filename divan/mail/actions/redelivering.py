"""Trying again to reach somebody whose mail came back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from divan.core import clock
from divan.core.actors import Actor
from divan.mail.automatic import undeliverable
from divan.mail.events import MessageRedelivered
from divan.mail.models import OutgoingMail
from divan.mail.sending.showing import show
from divan.tickets.actions.locking import locked
from divan.tickets.log import record
from divan.tickets.models import Ticket

State, Hold = OutgoingMail.State, OutgoingMail.Hold


def redeliver(ticket: Ticket, *, actor: Actor) -> int:
    """Send everything about the ticket that its requester did not get once more, and trust the address again.

    Returns how many mails that were. Quiet if there is nothing to try.
    """
    with transaction.atomic():
        row = locked(ticket, "reply", actor)
        address = row.requester.email
        marked = undeliverable.clear([address])
        mails = list(OutgoingMail.objects.select_for_update().filter(_lost(), ticket=row, to=address))
        for mail in mails:
            mail.state, mail.hold, mail.error, mail.attempts = State.QUEUED, "", "", 0
            mail.next_try_at, mail.bounced_at = clock.now(), None
            mail.save(update_fields=["state", "hold", "error", "attempts", "next_try_at", "bounced_at"])
            show(mail)
        if marked or mails:
            record(row, MessageRedelivered(person=row.requester_id), actor=actor)
        return len(mails)


def _lost() -> Q:
    return Q(state__in=(State.BOUNCED, State.FAILED)) | Q(state=State.HELD, hold=Hold.UNDELIVERABLE)
