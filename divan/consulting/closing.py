"""Questions about a ticket that was closed need no answer: a reader of the event log takes them back."""

from __future__ import annotations

from divan.consulting.actions import take_back_referral
from divan.consulting.models import OPEN, Referral
from divan.core.actors import SYSTEM
from divan.tickets.events import TicketClosed
from divan.tickets.models import Event
from divan.tickets.readers import Reader


def _settle(event: Event) -> None:
    """Take back what is still open; doing it twice changes nothing."""
    for referral in Referral.objects.filter(OPEN, ticket_id=event.ticket_id).order_by("pk"):
        take_back_referral(referral, actor=SYSTEM)


READER = Reader(apply=_settle, kinds=frozenset({TicketClosed.kind}))
