"""Review of what somebody new writes: it waits, a colleague approves it or gives it back (K4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.accounts.access import require_to_manage
from divan.accounts.identity import actor_of
from divan.accounts.log import record as record_change
from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.markup import Written as Words
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import DEFAULT
from divan.core.l10n.numbers import format_number
from divan.tickets import access
from divan.tickets.actions.carrying_out import carry_out
from divan.tickets.actions.drafting import KEPT, ON_ITS_WAY, Mode, State, files_of, key_of, newest_message
from divan.tickets.actions.returning import return_to_draft
from divan.tickets.actions.ringing import ring
from divan.tickets.events import Payload, ReplyApproved, ReplyReturned, ReplySubmitted
from divan.tickets.log import batch, record
from divan.tickets.models import Composition, ReviewedAuthor, Ticket

MOST_WANTED = 1000


def submit(row: Composition, *, actor: Actor, at: datetime | None = None) -> Composition:
    """Let a locked composition wait for review; it goes out when it is approved, but not before `at`."""
    now = clock.now()
    row.state, row.error, row.send_at, row.updated_at, row.reviewer_id = State.REVIEW, "", at, now, None
    row.save(update_fields=["state", "error", "send_at", "updated_at", "reviewer"])
    files_of(row).update(kept_until=(at or now) + KEPT)
    _tell(row, ReplySubmitted(person=row.author_id), actor)
    ring(row, "composition.waiting")
    return row


def hold_reply(ticket: Ticket, draft: Draft, *, actor: Actor, then: str = "") -> Composition:
    """Keep a reply that a verb refused with NeedsReview, and submit it. The same `client_key` twice is one."""
    if not (draft.text.strip() or draft.html or draft.attachments):
        raise Refused(_("Write a message first."), field="body")
    with transaction.atomic(), batch():
        access.require(actor, "reply", ticket)
        key = key_of(actor, draft.client_key or "")
        row = access.compositions_of(actor).select_for_update().filter(client_key=key).first()
        if row and row.state in ON_ITS_WAY:
            return row
        row = row or Composition(author_id=actor.person_id, client_key=key, created_at=clock.now())
        row.ticket, row.mode, row.state, row.then = ticket, Mode.REPLY, State.REVIEW, then
        row.text, row.html, row.attachments = draft.text, draft.html, list(draft.attachments)
        row.recipients, row.updated_at = [dict(one) for one in draft.recipients], clock.now()
        row.seen_message = newest_message(row)
        row.save()
        return submit(row, actor=actor)


def approve(
    composition: Composition, *, actor: Actor, words: Words | None = None, seen: int = 0
) -> Composition:
    """Send what waits for review in its author's name, with other `words` if the reviewer changed them.

    `seen` is the newest message that the reviewer had before them. Raises Refused when the customer wrote after
    that, or when it cannot be sent, and NotAllowed for what the actor may not review.
    """
    with transaction.atomic(), batch():
        row = _to_review(composition, actor)
        if row.state != State.REVIEW:
            return row
        _require_nothing_new(row, seen)
        is_edited = words is not None and (words.text, words.html) != (row.text, row.html)
        if words is not None and is_edited:
            row.text, row.html = words.text, words.html
        row.reviewer_id, row.error = actor.id, ""
        row.save(update_fields=["text", "html", "reviewer", "error"])
        ReviewedAuthor.objects.filter(author_id=row.author_id).update(approved=F("approved") + 1)
        _tell(row, ReplyApproved(person=row.author_id, is_edited=is_edited), actor)
        if row.send_at and row.send_at > clock.now():
            row.state = State.WAITING
            row.save(update_fields=["state"])
            ring(row, "composition.waiting")
            return row
        with translation.override(row.author.language):
            return carry_out(row, actor=actor_of(row.author))


def give_back(composition: Composition, *, actor: Actor, note: str) -> Composition:
    """Make a draft of it again for its author, with a note that says what should be different."""
    said = note.replace("\x00", "").strip()
    if not said:
        raise Refused(_("Say what should be different."), field="note")
    with transaction.atomic():
        row = _to_review(composition, actor)
        if row.state != State.REVIEW:
            return row
        with translation.override(row.author.language):
            error = _("%(name)s gave this back: %(note)s") % {"name": actor.name, "note": said[:2000]}
        row = return_to_draft(row, error)
        _tell(row, ReplyReturned(person=row.author_id), actor)
        ring(row, "composition.held")
        return row


def set_review(person: User, wanted: int, *, actor: Actor) -> None:
    """Let the person's replies be reviewed until `wanted` were approved from now on; 0 ends it.

    What waits for review then goes on waiting. Raises NotAllowed, and Refused for what is no such number.
    """
    require_to_manage(actor, person)
    if not person.role.is_staff or not 0 <= wanted <= MOST_WANTED:
        raise Refused(
            _("Choose a number up to %(most)s.")
            % {"most": format_number(MOST_WANTED, get_language() or DEFAULT)},
            field="wanted",
        )
    with transaction.atomic():
        if wanted:
            values = {"wanted": wanted, "approved": 0}
            ReviewedAuthor.objects.update_or_create(author=person, defaults=values)
        else:
            ReviewedAuthor.objects.filter(author=person).delete()
        record_change(actor, "person.reviewed", person, wanted=wanted)


def _to_review(composition: Composition, actor: Actor) -> Composition:
    """The row, locked, for somebody who may review it or who has just done so."""
    rows = Composition.objects.select_for_update(of=("self",))
    related = ("author__role", "author__organization", "ticket__requester", "group", "forwarded")
    row = rows.select_related(*related).filter(pk=composition.pk).first()
    if row is None or not access.may_review(actor, row):
        raise NotAllowed(f"review composition {composition.pk}")
    return row


def _require_nothing_new(row: Composition, seen: int) -> None:
    if row.ticket is None:
        return
    theirs = Message.objects.filter(conversation_id=row.ticket.conversation_id, from_staff=False)
    if theirs.filter(pk__gt=max(seen, row.seen_message), is_automatic=False).exists():
        raise Refused(_("The customer wrote meanwhile. Read it before you approve this."))


def _tell(row: Composition, payload: Payload, actor: Actor) -> None:
    """On the ticket; a mail that is to open one has none yet."""
    if row.ticket_id:
        record(Ticket.objects.select_for_update().get(pk=row.ticket_id), payload, actor=actor)
