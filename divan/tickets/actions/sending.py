"""Sending what was written: in a few seconds, so that it can be taken back, or at a chosen time (B2, B3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.tickets import access, sources
from divan.tickets.actions.carrying_out import carry_out
from divan.tickets.actions.drafting import KEPT, VERBS, Mode, State, files_of, newest_message, own
from divan.tickets.actions.holding import is_reviewed
from divan.tickets.actions.locking import require_own_life
from divan.tickets.actions.returning import return_to_draft
from divan.tickets.actions.reviewing import submit
from divan.tickets.actions.ringing import ring
from divan.tickets.actions.using_articles import require_readable
from divan.tickets.models import Composition
from divan.tickets.recipients import Kind, Recipient, clean, from_rows

UNDO = timedelta(seconds=10)
LONGEST_WAIT = timedelta(days=366)


class SomethingNew(Refused):
    """The customer wrote while this was being written; it can be sent once its composer says that it was seen."""

    def __init__(self) -> None:
        super().__init__(_("Something new came while you were writing. Read it, then send again."))


def send(composition: Composition, *, actor: Actor, at: datetime | None = None) -> Composition:
    """Let the draft be sent after `UNDO`, or at the time `at`; a note is written at once. What an author writes
    whose replies are reviewed waits for that instead.

    What the sending would refuse is refused now. Raises SomethingNew, Refused and NotAllowed; the draft stays
    as it is then.
    """
    with transaction.atomic():
        row = own(composition.pk, actor=actor)
        if row.state in (State.WAITING, State.REVIEW, State.SENT):
            return row
        _require_sendable(row, actor)
        if row.mode == Mode.NOTE:
            return carry_out(row, actor=actor)
        require_nothing_new(row)
        now = clock.now()
        send_at, row.seen_message = _time(at, now), newest_message(row)
        if is_reviewed(actor):
            row.save(update_fields=["seen_message"])
            return submit(row, actor=actor, at=send_at if at else None)
        row.state, row.error, row.updated_at, row.send_at = State.WAITING, "", now, send_at
        row.save(update_fields=["state", "error", "updated_at", "send_at", "seen_message"])
        files_of(row).update(kept_until=row.send_at + KEPT)
        ring(row, "composition.waiting")
        return row


def take_back(composition: Composition, *, actor: Actor) -> Composition:
    """Make a draft again of what waits to be sent, with everything typed. Raises Refused once it was sent."""
    with transaction.atomic():
        row = own(composition.pk, actor=actor)
        if row.state == State.SENT:
            raise Refused(_("This has been sent already."))
        if row.state not in (State.WAITING, State.REVIEW):
            return row
        row = return_to_draft(row)
        ring(row, "composition.taken_back")
        return row


def send_now(composition: Composition, *, actor: Actor) -> Composition:
    """Send at once what waits for its time. Raises Refused and NotAllowed as `send` does; it waits on then."""
    with transaction.atomic():
        row = own(composition.pk, actor=actor)
        if row.state != State.WAITING:
            return row
        require_nothing_new(row)
        if row.reviewer_id is None and is_reviewed(actor):
            return submit(row, actor=actor)
        return carry_out(row, actor=actor)


def require_nothing_new(row: Composition) -> None:
    """Raise SomethingNew if the customer's side wrote, or a colleague answered in public, after the newest message
    that the author had seen.
    """
    if row.mode != Mode.REPLY or not row.ticket or not row.seen_message:
        return
    since = Message.objects.filter(conversation_id=row.ticket.conversation_id, pk__gt=row.seen_message)
    answers = Q(visibility=Visibility.PUBLIC) & ~Q(author_id=row.author_id)
    if since.filter(Q(from_staff=False) | answers, is_automatic=False).exists():
        raise SomethingNew


def _require_sendable(row: Composition, actor: Actor) -> None:
    """Ask now what the sending will ask, so that the person learns it while the text is before them."""
    if row.ticket is not None:
        access.require(actor, VERBS[Mode(row.mode)], row.ticket)
        require_own_life(row.ticket, VERBS[Mode(row.mode)], actor)
    elif row.group is not None and actor.right_in(row.group_id) < Right.REPLY:
        raise NotAllowed(f"write from group {row.group_id}")
    recipients = clean(from_rows(row.recipients))
    if row.mode in (Mode.FORWARD, Mode.NEW) and not any(one.kind == Kind.TO for one in recipients):
        raise Refused(_("Say who it goes to."), field="recipients")
    if row.mode == Mode.NEW:
        _require_beginning(row)
    if row.mode != Mode.NOTE:
        require_readable(row.text, row.html, sources.from_rows(row.adapted), by=_reader_of(row, recipients))
    if row.mode != Mode.FORWARD and not (row.text.strip() or row.html or row.attachments):
        raise Refused(_("Write a message first."), field="body")
    if _missing_files(row):
        raise Refused(_("An attached file is no longer there. Please attach it again."), field="files")


def _reader_of(row: Composition, recipients: tuple[Recipient, ...]) -> int | None:
    """The id of the customer who will read it; None for somebody outside and for who is not known yet."""
    if row.mode == Mode.REPLY and row.ticket is not None:
        return row.ticket.requester_id
    first = next((one.address for one in recipients if one.kind == Kind.TO), "")
    known = User.objects.by_email(first) if row.mode == Mode.NEW else None
    return known.pk if known else None


def _require_beginning(row: Composition) -> None:
    if row.group is None:
        raise Refused(_("Choose a group."), field="group")
    if not row.subject:
        raise Refused(_("Say in a few words what it is about."), field="subject")


def _missing_files(row: Composition) -> bool:
    """Whether a file is gone: an upload that was swept up, or one that the forwarded message does not have."""
    wanted = set(row.attachments)
    if not wanted:
        return False
    found = set(files_of(row).values_list("pk", flat=True))
    if row.forwarded is not None:
        found.update(row.forwarded.attachments.values_list("pk", flat=True))
    return bool(wanted - found)


def _time(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        return now + UNDO
    if at <= now:
        raise Refused(_("This time has passed. Choose a later one."), field="send_at")
    if at > now + LONGEST_WAIT:
        raise Refused(_("Choose a time within a year."), field="send_at")
    return at
