"""Which tickets have mail to an address, for whoever searches them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from divan.accounts.models.users import clean_address
from divan.mail.models import InboundMail, Mailbox, OutgoingMail


def tickets_with_mail_to(typed: str) -> Q | None:
    """The condition for tickets whose mail came in at that mailbox or went to that address.

    A mailbox may be named by what stands before its @. What is sent automatically does not count. None if what
    was typed is no address.
    """
    address = clean_address(typed)
    own = Mailbox.objects.filter(Q(address=address) | Q(address__startswith=f"{address}@"))
    if mailboxes := list(own.values_list("pk", flat=True)):
        came = InboundMail.objects.filter(ticket_id=OuterRef("pk"), mailbox_id__in=mailboxes)
        return Q(Exists(came.order_by()))
    if "@" not in address:
        return None
    went = OutgoingMail.objects.filter(to=address, is_automatic=False, ticket__isnull=False)
    return Q(pk__in=went.order_by().values("ticket_id"))
