"""Mails to people outside of the ticket. Functions run inside `rendering.read_by(person)`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.conversations.models import Message
from divan.core.l10n.direction import isolate
from divan.mail.letters.carrying import Carried
from divan.mail.letters.letter import Letter
from divan.mail.letters.quoting import forwarded, in_full
from divan.tickets.models import Ticket


def forward(ticket: Ticket, message: Message, original: Message, carried: Carried) -> Letter:
    """A message of the conversation, sent on with the words of somebody of the desk; no way into the ticket."""
    by = {"name": isolate(message.author_name)}
    to = ", ".join(row.get("name") or row["address"] for row in original.recipients if row["kind"] != "bcc")
    return Letter(
        subject=_("Fwd: %(subject)s") % {"subject": ticket.subject},
        heading=_("Forwarded by %(name)s") % by,
        subheading=ticket.subject,
        message=in_full(message, note=str(ticket.group), pictures=carried.pictures),
        files=carried.names,
        sentences=_left_out(carried),
        forwarded=forwarded(original, ticket.subject, to, carried.pictures),
        reason=_("You get this mail because %(name)s forwarded it to you. Your answer goes to the team.")
        % by,
    )


def copy(ticket: Ticket, message: Message, carried: Carried) -> Letter:
    """What the desk wrote to others, for somebody in Bcc."""
    by = {"name": isolate(message.author_name)}
    return Letter(
        subject=ticket.subject,
        heading=_("Copy of a message from %(name)s") % by,
        subheading=ticket.subject,
        message=in_full(message, note=str(ticket.group), pictures=carried.pictures),
        files=carried.names,
        sentences=_left_out(carried),
        reason=_("You get this mail because %(name)s sent you a copy. Your answer goes to the team.") % by,
    )


def _left_out(carried: Carried) -> tuple[str, ...]:
    if not carried.left:
        return ()
    names = " · ".join(isolate(file.name) for file in carried.left)
    return (_("These files were too large for this mail: %(names)s") % {"names": names},)
