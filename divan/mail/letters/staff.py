"""Mails to the person who works on a ticket. Functions run inside `rendering.read_by(person)`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.conversations.models import Message
from divan.core.l10n.direction import isolate
from divan.mail.letters.letter import Letter, Link
from divan.mail.letters.links import desk_url
from divan.mail.letters.quoting import in_full
from divan.tickets.models import Ticket


def customer_wrote(ticket: Ticket, message: Message) -> Letter:
    """A new message of the customer's side, in full."""
    return Letter(
        subject=ticket.subject,
        heading=_("New message from %(name)s") % {"name": isolate(message.author_name)},
        subheading=ticket.subject,
        message=in_full(message),
        files=tuple(message.attachments.values_list("name", flat=True)),
        action=_open(ticket),
        reason=_reason(ticket),
    )


def assigned(ticket: Ticket, latest: Message | None, by: str) -> Letter:
    """That somebody else made the reader the assignee."""
    return Letter(
        subject=ticket.subject,
        heading=_("A ticket was assigned to you"),
        subheading=ticket.subject,
        sentences=(_("Assigned by: %(name)s") % {"name": isolate(by)},) if by else (),
        message=in_full(latest) if latest else None,
        action=_open(ticket),
        reason=_reason(ticket),
    )


def _open(ticket: Ticket) -> Link:
    return Link(pgettext("button", "Open the ticket"), desk_url(ticket))


def _reason(ticket: Ticket) -> str:
    return _("You get this mail because ticket %(number)s is assigned to you.") % {
        "number": isolate(ticket.number)
    }
