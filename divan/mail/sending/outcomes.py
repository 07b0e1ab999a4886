"""Writing down how it went: sent, to be tried again, or given up."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

from django.db import transaction

from divan.core import clock
from divan.core.jobs import described
from divan.mail.automatic import undeliverable
from divan.mail.automatic.failing import tell_the_ticket
from divan.mail.automatic.reasons import BounceReason, reason_of
from divan.mail.models import OutgoingMail
from divan.mail.sending.showing import show

State = OutgoingMail.State

RETRY_MINUTES = (1, 5, 15, 60, 240, 720, 1440)
# An enhanced status code (RFC 3463 section 2) where a relay puts it: at the beginning of its answer.
_STATUS = re.compile(r"\s*([45]\.\d{1,3}\.\d{1,3})\b", re.ASCII)


def sent(mail: OutgoingMail) -> None:
    """The relay took it."""
    mail.state, mail.sent_at, mail.lease_until, mail.error = State.SENT, clock.now(), None, ""
    if mail.is_personal:
        # What signs somebody in is not kept longer than it is needed.
        mail.text = mail.html = ""
    with transaction.atomic():
        # A bounce may have been faster than we are.
        mine = OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING)
        mine.update(
            state=mail.state, sent_at=mail.sent_at, lease_until=None, error="", text=mail.text, html=mail.html
        )
        show(mail)


def not_sent(mail: OutgoingMail, failure: Exception) -> None:
    """The relay did not take this one: try again later, or give it up and say so on the ticket."""
    mail.attempts += 1
    mail.error, mail.lease_until = described(failure), None
    given_up = _is_final(failure) or mail.attempts > len(RETRY_MINUTES)
    mail.state = State.FAILED if given_up else State.QUEUED
    if not given_up:
        mail.next_try_at = clock.now() + timedelta(minutes=RETRY_MINUTES[mail.attempts - 1])
    with transaction.atomic():
        mail.save(update_fields=["attempts", "error", "lease_until", "state", "next_try_at"])
        show(mail)
        if given_up:
            _give_up(mail, failure)


def _give_up(mail: OutgoingMail, failure: Exception) -> None:
    if not _is_final(failure):
        return tell_the_ticket(mail, BounceReason.EXPIRED)
    status, words = _said(failure)
    reason = reason_of(status)
    of_address = isinstance(failure, smtplib.SMTPRecipientsRefused)
    if of_address and reason in (BounceReason.ADDRESS, BounceReason.DOMAIN):
        undeliverable.mark_hard(mail.to, status, words)
    return tell_the_ticket(mail, reason)


def _said(failure: Exception) -> tuple[str, str]:
    """The enhanced status code and the words of a relay's refusal; "" where it gave none."""
    answer: bytes | str = b""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        answer = next((words for _code, words in failure.recipients.values()), b"")
    elif isinstance(failure, smtplib.SMTPResponseException):
        answer = failure.smtp_error
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    found = _STATUS.match(words)
    return (found[1] if found else ""), words


def _is_final(failure: Exception) -> bool:
    """Whether trying again is of no use: the relay refuses this mail, not us (RFC 5321 section 4.2.1)."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in failure.recipients.values())
    if isinstance(failure, (smtplib.SMTPDataError, smtplib.SMTPSenderRefused)):
        return failure.smtp_code >= 500
    return isinstance(failure, (smtplib.SMTPNotSupportedError, UnicodeError, ValueError))
