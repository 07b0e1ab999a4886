"""Making a ticket of its own of a message that is about something else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.actions import Draft, copy_files
from divan.conversations.models import Channel, Message
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets.access import messages_for
from divan.tickets.actions.locking import locked
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.events import TicketSplit
from divan.tickets.log import batch, record
from divan.tickets.merged import brought_to
from divan.tickets.models import Link, Ticket
from divan.tickets.numbers import hold_serials


def split(
    ticket: Ticket,
    message: Message,
    *,
    actor: Actor,
    subject: str,
    key: str,
    for_author: bool = False,
    reveal: bool = False,
) -> Ticket:
    """Open a ticket with a copy of the message and its files, for the same requester or, `for_author`, for the customer
    who wrote it; returns it. The two are linked. The same `key` twice gives the ticket of the first time.

    The new requester reads the message: Refused for an internal one, and for one of a ticket that was merged into this
    without showing it to the customers here, unless `reveal` says that they may. NotAllowed for a message of another
    ticket.
    """
    with transaction.atomic(), batch():
        hold_serials()
        row = locked(ticket, "split", actor)
        if found := Ticket.objects.filter(submission_key=key).first():
            return found
        if not messages_for(actor, row).filter(pk=message.pk).exists():
            raise NotAllowed(f"split message {message.pk}")
        requester = _requester(row, message, for_author=for_author)
        if not reveal and not _reads(requester, message, row):
            raise Refused(
                _("The customer could not read this message so far. Tick that they may."), field="reveal"
            )
        new = open_ticket(
            NewTicket(
                requester=requester,
                group=row.group,
                subject=subject,
                draft=_copy(message),
                channel=Channel(message.channel),
                type=row.type,
                language=message.language or row.language,
                submission_key=key,
            ),
            actor=actor,
        )
        _tell(row, new, message, actor)
        return new


def _requester(row: Ticket, message: Message, *, for_author: bool) -> User:
    author = message.author
    is_customer = author is not None and not message.from_staff and author.is_active
    return author if for_author and author is not None and is_customer else row.requester


def _reads(requester: User, message: Message, row: Ticket) -> bool:
    """Whether the new requester reads the message already."""
    if message.is_internal:
        return False
    brought = brought_to(row).get(message.conversation_id)
    return brought is None or brought.is_open or message.author_id == requester.pk


def _copy(message: Message) -> Draft:
    """The message as it was written, without those whom it named: nothing goes out again."""
    return Draft(
        text=message.text,
        html=message.html,
        quoted=message.quoted,
        is_automatic=message.is_automatic,
        is_verified=message.is_verified,
        author_id=message.author_id,
        author_name=message.author_name,
    )


def _tell(row: Ticket, new: Ticket, original: Message, actor: Actor) -> None:
    """Files, link and events. Whoever wrote the message has waited since then, not since now."""
    first = Message.objects.get(conversation_id=new.conversation_id)
    copy_files(original, original.attachments.values_list("pk", flat=True), to=first)
    Link.objects.create(ticket=row, other=new, created_at=clock.now())
    if new.waiting_since:
        new.waiting_since = original.created_at
    ids = {"message": first.pk, "original": original.pk}
    record(
        new,
        TicketSplit(ticket=row.pk, is_new=True, **ids),
        actor=actor,
        changed=["waiting_since"],
    )
    record(row, TicketSplit(ticket=new.pk, is_new=False, **ids), actor=actor)
