"""What an incoming message proves about our own mail, beside what it says."""

from __future__ import annotations

from divan.core import clock
from divan.mail.automatic import undeliverable
from divan.mail.models import OutgoingMail
from divan.mail.parsing import ParsedMail
from divan.mail.sending.showing import show
from divan.mail.signing import ticket_of_message_id

State = OutgoingMail.State

MOST_NAMED = 20


def note_arrivals(parsed: ParsedMail) -> None:
    """Mails of ours that this message names did arrive, even if nobody could write down that they were sent.

    A process may have died after the relay took a mail, or the relay's answer got lost. Such a mail is not
    sent again once an answer to it, or the mail itself, has come in. Costs no query for most messages.
    """
    named = {parsed.message_id, parsed.in_reply_to, *parsed.references[-MOST_NAMED:]}
    ours = [identifier for identifier in named if identifier and ticket_of_message_id(identifier)]
    if not ours:
        return
    open_ends = OutgoingMail.objects.filter(identifier__in=ours, state__in=(State.SENDING, State.QUEUED))
    for mail in open_ends:
        mail.state, mail.sent_at, mail.lease_until, mail.error = State.SENT, clock.now(), None, ""
        mail.save(update_fields=["state", "sent_at", "lease_until", "error"])
        show(mail)


def heard_from(address: str) -> None:
    """A person wrote from this address, so mail may go there again."""
    undeliverable.clear([address])
