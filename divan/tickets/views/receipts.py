"""The number of a new ticket on its way to the page that shows it, so that nobody reads the numbers of others."""

from __future__ import annotations

from django.core import signing

from divan.core.errors import NotAllowed
from divan.tickets.models import Ticket

_SALT = "divan.tickets.receipt"
_SECONDS = 24 * 3600


def receipt_of(ticket: Ticket) -> str:
    """A signed word for the address of the page after sending."""
    return signing.dumps(ticket.number, salt=_SALT)


def number_in(receipt: str) -> str:
    """The number; raises NotAllowed for a receipt that is forged or older than a day."""
    try:
        return str(signing.loads(receipt, salt=_SALT, max_age=_SECONDS))
    except signing.BadSignature as unknown:
        raise NotAllowed(receipt) from unknown
