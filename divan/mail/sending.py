"""The worker's side of outgoing mail: claim a row, hand the mail to the relay, say how it went.

Sending cannot be undone and is in no transaction. A row is claimed with a lease first; if the process dies
between handing the mail over and writing that down, the lease ends and the mail is sent again with the same
Message-ID, by which mail servers and programs recognise the copy.
"""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta
from email.mime.image import MIMEImage
from email.utils import formataddr
from functools import lru_cache
from pathlib import Path

import structlog
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import Q

from divan.conversations.actions import mark_delivery
from divan.conversations.models import Delivery
from divan.core import clock
from divan.core.jobs import described
from divan.mail.models import OutgoingMail
from divan.mail.relay import current_relay
from divan.realtime import doorbell

log = structlog.get_logger(__name__)
State = OutgoingMail.State

BATCH = 50
LEASE = timedelta(minutes=5)
RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)


def pump(stop: threading.Event) -> bool:
    """Send up to `BATCH` mails over one connection; nothing happens while no relay is set."""
    due = _due()
    if not due:
        return False
    relay = current_relay()
    if relay is None:
        return False
    connection = relay.connection()
    worked = False
    try:
        for mail_id in due:
            if stop.is_set():
                break
            worked = _send(mail_id, connection) or worked
    finally:
        _close(connection)
    return worked


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail in the form that goes over the wire."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.envelope_from,
        to=[formataddr((mail.to_name, mail.to))],
        headers=_headers(mail),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if "cid:mark" in mail.html:
        message.mixed_subtype = "related"  # type: ignore[attr-defined]
        message.attach(_mark())
    return message


def _headers(mail: OutgoingMail) -> dict[str, str]:
    threading_headers = {"In-Reply-To": mail.in_reply_to, "References": mail.references}
    return {
        "From": mail.sender,
        "Message-ID": mail.identifier,
        **{name: value for name, value in threading_headers.items() if value},
        **mail.headers,
    }


def _mark() -> MIMEImage:
    image = MIMEImage(mark_bytes(), "png")
    image.add_header("Content-ID", "<mark>")
    image.add_header("Content-Disposition", "inline", filename="mark.png")
    return image


@lru_cache(maxsize=1)
def mark_bytes() -> bytes:
    """The picture at the head of every letter."""
    path = finders.find("ui/mark.png")
    return Path(str(path)).read_bytes()


def _due() -> list[int]:
    now = clock.now()
    waiting = Q(state=State.QUEUED, next_try_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
    return list(OutgoingMail.objects.filter(waiting).order_by("id").values_list("pk", flat=True)[:BATCH])


def _claim(mail_id: int) -> OutgoingMail | None:
    """Take the mail for this process; the one whose update counts may send."""
    now = clock.now()
    free = Q(state=State.QUEUED, next_try_at__lte=now) | Q(state=State.SENDING, lease_until__lt=now)
    mine = OutgoingMail.objects.filter(free, pk=mail_id)
    if not mine.update(state=State.SENDING, lease_until=now + LEASE):
        return None
    return OutgoingMail.objects.get(pk=mail_id)


def _send(mail_id: int, connection: EmailBackend) -> bool:
    mail = _claim(mail_id)
    if mail is None:
        return False
    try:
        connection.send_messages([message_of(mail)])
    except Exception as failure:
        log.warning("mail was not taken", mail=mail_id, reason=type(failure).__name__)
        _not_sent(mail, failure)
        _close(connection)
    else:
        _sent(mail)
    return True


def _sent(mail: OutgoingMail) -> None:
    mail.state, mail.sent_at, mail.lease_until, mail.error = State.SENT, clock.now(), None, ""
    if mail.is_personal:
        # What signs somebody in is not kept longer than it is needed.
        mail.text = mail.html = ""
    mail.save(update_fields=["state", "sent_at", "lease_until", "error", "text", "html"])
    _tell(mail)


def _not_sent(mail: OutgoingMail, failure: Exception) -> None:
    mail.attempts += 1
    mail.error = described(failure)
    mail.lease_until = None
    if _is_final(failure) or mail.attempts > len(RETRY_MINUTES):
        mail.state = State.FAILED
    else:
        mail.state = State.QUEUED
        mail.next_try_at = clock.now() + timedelta(minutes=RETRY_MINUTES[mail.attempts - 1])
    mail.save(update_fields=["attempts", "error", "lease_until", "state", "next_try_at"])
    _tell(mail)


def _is_final(failure: Exception) -> bool:
    """Whether trying again is of no use: the relay refuses this mail, not us (RFC 5321 section 4.2.1)."""
    if isinstance(failure, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in failure.recipients.values())
    if isinstance(failure, (smtplib.SMTPDataError, smtplib.SMTPSenderRefused)):
        return failure.smtp_code >= 500
    return isinstance(failure, (smtplib.SMTPNotSupportedError, UnicodeError, ValueError))


def _tell(mail: OutgoingMail) -> None:
    """Show on the message how far it got: failed if it did not reach somebody, sent if it reached everybody."""
    if mail.message_id is None:
        return
    states = set(OutgoingMail.objects.filter(message_id=mail.message_id).values_list("state", flat=True))
    if State.FAILED in states:
        delivery = Delivery.FAILED
    else:
        delivery = Delivery.SENT if states == {State.SENT} else Delivery.QUEUED
    mark_delivery(mail.message_id, delivery)
    doorbell.ring([f"desk:{mail.ticket_id}"], event=0, kind="message.delivery")


def _close(connection: EmailBackend) -> None:
    """End the connection, so that the next mail opens a fresh one."""
    try:
        connection.close()
    except Exception:
        log.warning("the connection to the relay did not close")
