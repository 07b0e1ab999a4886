"""The worker's side of incoming mail: read each kept message and file it, once, in one transaction."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from datetime import timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils import translation

from divan.conversations import files
from divan.core import clock
from divan.core.jobs import claimable, described
from divan.core.l10n.direction import strip_controls
from divan.core.prepared import Prepared
from divan.mail import originals
from divan.mail.filing import content_digest, file
from divan.mail.in_hand import in_hand, left_in_hand
from divan.mail.intake import raw_bytes
from divan.mail.mailboxes import is_own_domain
from divan.mail.models import InboundMail
from divan.mail.parsing import ParsedMail, parse
from divan.mail.threads import remember
from divan.mail.trust import Arrival, Findings, Verdict, check, prepare
from divan.mail.trust.dkim import LONGEST_HEAD
from divan.tickets.log import imported

log = structlog.get_logger(__name__)

State, Way, Evidence = InboundMail.State, InboundMail.Way, InboundMail.Evidence

BATCH = 50
RETRY_SECONDS = (5, 60, 600, 3600)
MOST_WARNINGS = 20
TOO_LATE = 3
# The columns that processing fills; the rest of the row is as the message came.
FOUND_OUT = (
    "subject",
    "sender",
    "content_digest",
    "evidence",
    "checks",
    "ticket",
    "filed_message",
    "filed_as",
    "reason",
    "error",
    "state",
)


def pump(stop: threading.Event) -> bool:
    """Work off up to `BATCH` messages, oldest first; one that fails never keeps the others waiting."""
    left_in_hand(_put_off_after_crash)
    worked = False
    due = InboundMail.objects.filter(state=State.RECEIVED, next_try_at__lte=clock.now())
    rows = list(due.order_by("next_try_at", "id").select_related("mailbox__group")[:BATCH])
    _prepare(rows)
    for row in rows:
        if stop.is_set():
            break
        worked = _process(row) or worked
    return worked


def _prepare(rows: list[InboundMail]) -> None:
    """Ask DNS about all of them at once, so that a slow domain does not keep the others waiting."""
    arrivals = [(row, _arrival(row)) for row in rows]
    from_outside = [(row, arrival) for row, arrival in arrivals if arrival.is_from_outside]
    if len(from_outside) > 1:
        prepare([(_head(row), arrival) for row, arrival in from_outside])


def _process(mail: InboundMail) -> bool:
    """Process one message; False when another worker has it."""
    try:
        # Reading and asking may take long and need no lock.
        raw = raw_bytes(mail)
        with in_hand(mail.pk):
            parsed = parse(raw, language=mail.mailbox.language)
        findings = check(raw, parsed.sender.email, _arrival(mail)) if parsed.sender else Findings()
        return _filed(mail, parsed, findings)
    except Exception as failure:
        log.exception("mail could not be processed", mail=mail.pk)
        _put_off(mail.pk, failure)
    return True


def _filed(mail: InboundMail, parsed: ParsedMail, findings: Findings) -> bool:
    """File a message in one transaction; False when another worker has it.

    Only one of two copies of a message can be committed (`filing.copies.claim`). The one that was too late is
    filed once more, and now it finds the other.
    """
    for _attempt in range(TOO_LATE):
        try:
            with transaction.atomic(), translation.override(mail.mailbox.language):
                if not _claimed(mail.pk):
                    return False
                _file(mail, parsed, findings)
                return True
        except IntegrityError:
            if not mail.filed_as or not InboundMail.objects.filter(filed_as=mail.filed_as).exists():
                raise
            mail.refresh_from_db(from_queryset=InboundMail.objects.select_related("mailbox__group"))
    raise RuntimeError("copies of this message are in each other's way")


def _file(row: InboundMail, parsed: ParsedMail, findings: Findings) -> None:
    row.subject = strip_controls(parsed.subject)[:255]
    row.sender = (parsed.sender.email if parsed.sender else "")[:320]
    row.content_digest = content_digest(parsed)
    row.evidence, row.checks = _evidence(row.sender, findings), findings.as_row()
    if parsed.warnings:
        row.checks["warnings"] = list(parsed.warnings)[:MOST_WARNINGS]
    # Old mail that is taken over was answered long ago: nobody gets a confirmation or a notification.
    with imported() if row.way == Way.UPLOAD else nullcontext():
        outcome = file(row, parsed)
    if outcome.ticket and not outcome.reason:
        remember(parsed, outcome.ticket, outcome.message)
    if outcome.message and outcome.is_whole:
        originals.keep(outcome.message, parsed)
    row.ticket, row.reason, row.error = outcome.ticket, outcome.reason, ""
    row.filed_message = outcome.message
    row.state = State.IGNORED if outcome.reason else State.PROCESSED
    if outcome.is_signed and row.evidence == Evidence.UNVERIFIED:
        row.evidence = Evidence.SIGNED
    row.save(update_fields=FOUND_OUT)


def _arrival(mail: InboundMail) -> Arrival:
    return Arrival(
        peer=mail.peer,
        helo=mail.helo,
        sender=mail.envelope_from,
        is_direct=mail.way == Way.SMTP,
        # What somebody uploads says nothing about what a server of ours wrote.
        authserv_id="" if mail.way == Way.UPLOAD else mail.mailbox.authserv_id,
    )


def _head(mail: InboundMail) -> bytes:
    """The beginning of the message, with its whole header; nothing if its bytes are lost."""
    try:
        with files.path_of(mail.sha256).open("rb") as stored:
            return stored.read(LONGEST_HEAD)
    except OSError:
        return b""


def _evidence(sender: str, findings: Findings) -> InboundMail.Evidence:
    """What the verdict means here: nobody but us vouches for addresses under our own domains."""
    match findings.verdict:
        case Verdict.PASSED:
            return Evidence.PASSED
        case Verdict.REJECTED:
            return Evidence.FORGED
        case Verdict.FAILED if is_own_domain(sender.rpartition("@")[2]):
            return Evidence.FORGED
        case _:
            return Evidence.UNVERIFIED


def _claimed(mail_id: int) -> bool:
    """Whether the message is still to be filed, and locked for this transaction where that is possible."""
    return bool(_waiting(pk=mail_id))


_waiting = Prepared(
    lambda pk: claimable(InboundMail.objects.filter(pk=pk, state=State.RECEIVED)).values_list("pk"), pk=int
)


def _claim(mail_id: int) -> InboundMail | None:
    return claimable(InboundMail.objects.filter(pk=mail_id, state=State.RECEIVED)).first()


def _put_off_after_crash(mail_id: int) -> None:
    log.error("a process died while it read a mail", mail=mail_id)
    _put_off(mail_id, RuntimeError("the process ended while it read this message"))


def _put_off(mail_id: int, failure: Exception) -> None:
    """Back off; after the last try the message stays, visible to the administrator, until it is retried."""
    with transaction.atomic():
        row = _claim(mail_id)
        if row is None:
            return
        row.attempts += 1
        row.error = described(failure)
        if row.attempts > len(RETRY_SECONDS):
            row.state = State.FAILED
        else:
            row.next_try_at = clock.now() + timedelta(seconds=RETRY_SECONDS[row.attempts - 1])
        row.save(update_fields=["attempts", "error", "state", "next_try_at"])
