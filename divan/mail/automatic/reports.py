"""Reports about our own mail: that it came back (RFC 3464), is delayed, or was complained about (RFC 5965).

Anybody can write a report, so one counts only if it proves that it is about a mail of ours: it arrives at the
envelope sender of that mail, which we signed, or it returns that mail's Message-ID. Both are known only to the
recipient of the mail and the servers on the way, so the worst that a forger can do is to silence themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from divan.core import clock
from divan.mail.automatic import undeliverable
from divan.mail.automatic.failing import tell_the_ticket
from divan.mail.automatic.reasons import BounceReason, reason_of
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.parsing import ParsedMail
from divan.mail.sending.showing import show
from divan.mail.signing import split_bounce_address
from divan.tickets.models import Ticket

State = OutgoingMail.State

# The header of the returned mail; it stands in the last part of a report, whole or as text/rfc822-headers.
_RETURNED_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
MOST_READ = 1024 * 1024
MOST_IDENTIFIERS = 20
LONGEST_ERROR = 2000


@dataclass(frozen=True, slots=True)
class Reported:
    """The mail of ours that a report is about. `is_news`: it says something that no report said before."""

    mail: OutgoingMail
    is_news: bool

    @property
    def ticket(self) -> Ticket | None:
        return self.mail.ticket


def mail_at(recipients: Iterable[str]) -> OutgoingMail | None:
    """The mail whose signed envelope sender is among these addresses: what comes there answers that mail."""
    for address in recipients:
        if signed := split_bounce_address(address):
            return OutgoingMail.objects.select_related("ticket").filter(pk=signed[1]).first()
    return None


def take(row: InboundMail, parsed: ParsedMail) -> Reported | None:
    """Mark the mail and the address that a report is about; call it in the transaction that files the report.

    None if it is no report, or proves to be about no mail of ours. The same news twice changes nothing.
    """
    if parsed.auto not in ("bounce", "feedback-report"):
        return None
    found = mail_at(row.recipients) or _returned(row, parsed)
    if found is None:
        return None
    mail = OutgoingMail.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=found.pk)
    if parsed.auto == "feedback-report":
        return Reported(mail, _complained(mail))
    bounce = parsed.bounce
    if bounce is None:
        return Reported(mail, is_news=False)
    diagnostic = f"{bounce.status} {bounce.diagnostic}".strip()[:LONGEST_ERROR]
    if bounce.hard:
        return Reported(mail, _came_back(mail, bounce.status, diagnostic))
    if bounce.status.startswith("5"):
        return Reported(mail, _refused(mail, bounce.status, diagnostic))
    return Reported(mail, _held_up(mail, bounce.status, diagnostic))


def _returned(row: InboundMail, parsed: ParsedMail) -> OutgoingMail | None:
    """The mail whose Message-ID the report names: as the mail that is returned, or as what it answers."""
    named = [parsed.bounce.message_id] if parsed.bounce and parsed.bounce.message_id else []
    returned = _RETURNED_ID.findall(raw_bytes(row)[:MOST_READ])[:MOST_IDENTIFIERS]
    named += [identifier.decode("ascii", "replace") for identifier in returned]
    named += [parsed.in_reply_to, *parsed.references[-1:]]
    wanted = {identifier for identifier in named if identifier and identifier != parsed.message_id}
    return OutgoingMail.objects.select_related("ticket").filter(identifier__in=wanted).first()


def _came_back(mail: OutgoingMail, status: str, diagnostic: str) -> bool:
    if mail.state == State.BOUNCED:
        return False
    undeliverable.mark_hard(mail.to, status, diagnostic)
    _bounced(mail, diagnostic, reason_of(status))
    return True


def _refused(mail: OutgoingMail, status: str, diagnostic: str) -> bool:
    """This mail is lost, but its address lives: the mailbox is full, or a filter did not like the mail."""
    if mail.state == State.BOUNCED:
        return False
    undeliverable.mark_soft(mail.to, status, diagnostic)
    _bounced(mail, diagnostic, reason_of(status))
    return True


def _held_up(mail: OutgoingMail, status: str, diagnostic: str) -> bool:
    """A mail that is on its way but late. Servers warn several times; only the first warning counts."""
    if mail.state == State.BOUNCED or mail.error:
        return False
    if undeliverable.mark_soft(mail.to, status, diagnostic):
        _bounced(mail, diagnostic, reason_of(status))
        return True
    mail.error = diagnostic
    mail.save(update_fields=["error"])
    show(mail)
    return True


def _complained(mail: OutgoingMail) -> bool:
    """Somebody pressed "this is spam": the mail arrived, but nothing automatic may follow it."""
    if undeliverable.undeliverable_among([mail.to]):
        return False
    undeliverable.mark_hard(mail.to, BounceReason.COMPLAINT.value, "")
    tell_the_ticket(mail, BounceReason.COMPLAINT)
    return True


def _bounced(mail: OutgoingMail, diagnostic: str, reason: BounceReason) -> None:
    mail.state, mail.bounced_at, mail.error, mail.lease_until = State.BOUNCED, clock.now(), diagnostic, None
    mail.save(update_fields=["state", "bounced_at", "error", "lease_until"])
    show(mail)
    tell_the_ticket(mail, reason)
