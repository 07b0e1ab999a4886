"""One turn of sending: what is due, relay by relay, so that one in trouble keeps no other waiting."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from django.core.mail import EmailMessage

from divan.core.jobs import described
from divan.mail.mime import message_of
from divan.mail.models import Mailbox, OutgoingMail
from divan.mail.relay import Relay, current_relay
from divan.mail.sending import claims, outcomes, waiting
from divan.mail.sending.line import Away, Broken, Line
from divan.mail.signing import bounce_address, without_tag

log = structlog.get_logger(__name__)

# A connection that breaks so often in a row is the relay's trouble and not that of the mails.
MOST_BREAKS = 3


@dataclass(slots=True)
class Load:
    """The mails that are due at one relay."""

    relay: Relay
    mails: list[OutgoingMail] = field(default_factory=list)

    @property
    def mailboxes(self) -> set[int | None]:
        return {mail.mailbox_id for mail in self.mails}


def pump(stop: threading.Event) -> bool:
    """Send up to `BATCH` mails, those for one relay over one connection; True if anything was done."""
    due = claims.due()
    for load in _loads(due):
        if not stop.is_set() and not waiting.should_wait(load.mails, load.mailboxes):
            _send(load, stop)
    return bool(due) and not stop.is_set()


def _loads(mails: Sequence[OutgoingMail]) -> list[Load]:
    """The mails by relay. Those of a mailbox that has none any more are held, as they would be when queued."""
    by_mailbox: dict[Mailbox | None, list[OutgoingMail]] = {}
    for mail in mails:
        by_mailbox.setdefault(mail.mailbox, []).append(mail)
    loads: list[Load] = []
    for mailbox, theirs in by_mailbox.items():
        relay = _relay_of(mailbox, theirs)
        if relay is None:
            continue
        load = next((each for each in loads if each.relay == relay), None)
        if load is None:
            loads.append(load := Load(relay))
        load.mails += theirs
    return loads


def _relay_of(mailbox: Mailbox | None, mails: Sequence[OutgoingMail]) -> Relay | None:
    try:
        relay = current_relay(mailbox)
    except Exception as failure:  # a password that cannot be unsealed, an address that nobody can read
        log.exception("relay is not usable", mailbox=mailbox)
        waiting.wait(mails, {mailbox.pk if mailbox else None}, described(failure))
        return None
    if relay is None:
        claims.hold([mail.pk for mail in mails], OutgoingMail.Hold.NO_RELAY)
    return relay


def _send(load: Load, stop: threading.Event) -> None:
    line, breaks, remaining = Line(load.relay), 0, list(load.mails)
    knocking = any(mail.error and not mail.attempts for mail in load.mails)
    try:
        while remaining and not stop.is_set():
            breaks = 0 if _hand_over(remaining[0].pk, line) else breaks + 1
            del remaining[0]
            if breaks == MOST_BREAKS:
                raise Away("the connection breaks again and again")
            if knocking and not breaks:
                waiting.go_on(load.mailboxes)
                knocking = False
    except Away as trouble:
        log.warning("relay is away", host=load.relay.host, reason=str(trouble))
        waiting.wait(remaining, load.mailboxes, str(trouble))
    finally:
        line.close()


def _hand_over(mail_id: int, line: Line) -> bool:
    """Send one mail; False if the connection broke. Raises Away if nothing could be tried."""
    mail = claims.claim(mail_id)
    if mail is None:
        return True
    try:
        line.hand_over(_on_envelope(mail))
    except Away:
        claims.give_back(mail)
        raise
    except Exception as failure:
        log.warning("mail was not taken", mail=mail_id, reason=type(failure).__name__)
        outcomes.not_sent(mail, failure)
        return not isinstance(failure, Broken)
    outcomes.sent(mail)
    return True


def _on_envelope(mail: OutgoingMail) -> EmailMessage:
    """The mail with a sender on its envelope that tells which mail a report is about (VERP)."""
    message = message_of(mail)
    message.from_email = bounce_address(without_tag(mail.envelope_from), mail.pk)
    return message
