"""The worker's side of incoming mail: read each kept message and file it, once, in one transaction."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import translation

from divan.core import clock
from divan.core.jobs import claimable, described
from divan.mail.filing import content_digest, file, remember
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail
from divan.mail.parsing import ParsedMail, parse

log = structlog.get_logger(__name__)

BATCH = 50
RETRY_SECONDS = (5, 60, 600, 3600)


def pump(stop: threading.Event) -> bool:
    """Work off up to `BATCH` messages, oldest first; one that fails never keeps the others waiting."""
    worked = False
    due = InboundMail.objects.filter(state=InboundMail.State.RECEIVED, next_try_at__lte=clock.now())
    for mail_id in list(due.order_by("next_try_at", "id").values_list("pk", flat=True)[:BATCH]):
        if stop.is_set():
            break
        worked = _process(mail_id) or worked
    return worked


def _process(mail_id: int) -> bool:
    """Process one message; False when another worker has it."""
    mail = InboundMail.objects.select_related("mailbox").filter(pk=mail_id).first()
    if mail is None:
        return False
    try:
        # Reading may take long and needs no lock.
        parsed = parse(raw_bytes(mail), language=mail.mailbox.language)
        with transaction.atomic(), translation.override(mail.mailbox.language):
            row = _claim(mail_id)
            if row is None:
                return False
            _file(row, parsed)
    except Exception as failure:
        log.exception("mail could not be processed", mail=mail_id)
        _put_off(mail_id, failure)
    return True


def _file(row: InboundMail, parsed: ParsedMail) -> None:
    row.subject, row.sender = parsed.subject[:255], (parsed.sender.email if parsed.sender else "")[:320]
    row.content_digest = content_digest(parsed)
    outcome = file(row, parsed)
    if outcome.ticket and not outcome.reason:
        remember(parsed, outcome.ticket, outcome.message)
    row.ticket, row.reason, row.error = outcome.ticket, outcome.reason, ""
    row.state = InboundMail.State.IGNORED if outcome.reason else InboundMail.State.PROCESSED
    if outcome.is_signed:
        row.evidence = InboundMail.Evidence.SIGNED
    row.save()


def _claim(mail_id: int) -> InboundMail | None:
    rows = InboundMail.objects.filter(pk=mail_id, state=InboundMail.State.RECEIVED)
    return claimable(rows.select_related("mailbox__group")).first()


def _put_off(mail_id: int, failure: Exception) -> None:
    """Back off; after the last try the message stays, visible to the administrator, until it is retried."""
    with transaction.atomic():
        row = _claim(mail_id)
        if row is None:
            return
        row.attempts += 1
        row.error = described(failure)
        if row.attempts > len(RETRY_SECONDS):
            row.state = InboundMail.State.FAILED
        else:
            row.next_try_at = clock.now() + timedelta(seconds=RETRY_SECONDS[row.attempts - 1])
        row.save(update_fields=["attempts", "error", "state", "next_try_at"])
