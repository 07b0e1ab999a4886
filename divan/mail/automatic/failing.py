"""What follows when a mail did not reach its recipient: the message says so, the ticket says so."""

from __future__ import annotations

from divan.accounts.models import User
from divan.core.actors import SYSTEM
from divan.mail.automatic.reasons import BounceReason
from divan.mail.events import MessageBounced
from divan.mail.models import OutgoingMail
from divan.tickets.log import record
from divan.tickets.models import Ticket


def tell_the_ticket(mail: OutgoingMail, reason: BounceReason) -> None:
    """Write it into the log of the mail's ticket, in the caller's transaction; readers tell the assignee.

    Mail to the staff about a ticket is our own business and no event of the ticket.
    """
    if mail.ticket_id is None or _is_for_staff(mail):
        return
    ticket = Ticket.objects.select_for_update().filter(pk=mail.ticket_id).first()
    if ticket:
        payload = MessageBounced(message=mail.message_id, person=mail.recipient_id, reason=reason.value)
        record(ticket, payload, actor=SYSTEM)


def _is_for_staff(mail: OutgoingMail) -> bool:
    person: User | None = mail.recipient
    return person is not None and person.is_staff
