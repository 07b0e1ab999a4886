"""Drafts: what somebody writes is kept while they type, private to them, on every device (B3)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.conversations.models import Attachment, Message
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.core.rows import one_of
from divan.tickets import access
from divan.tickets.models import Composition, Ticket
from divan.tickets.sources import Source, as_rows

Mode, State = Composition.Mode, Composition.State
# What the gate is asked for each way of writing in a ticket.
VERBS = {Mode.REPLY: "reply", Mode.NOTE: "note", Mode.FORWARD: "forward"}
# What its author no longer writes on.
ON_ITS_WAY = (State.REVIEW, State.WAITING, State.SENT)
KEPT = timedelta(days=30)
_KEY = 24


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a composer.

    `html` is sanitised; `recipients` are rows of `recipients.as_rows`. `seen` is the newest message that the
    author had before them. `known` is when the draft was saved as this composer last heard, None for a
    composer that began empty. `key` names the composer and becomes that of the message.
    """

    mode: str
    text: str = ""
    html: str = ""
    subject: str = ""
    recipients: tuple[Mapping[str, str], ...] = ()
    attachments: tuple[int, ...] = ()
    adapted: tuple[Source, ...] = ()
    then: str = ""
    forwarded: int | None = None
    group: int | None = None
    seen: int = 0
    key: str = ""
    known: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost with it."""
        addressed = self.mode in (Mode.NEW, Mode.FORWARD) and (self.subject or self.recipients)
        return not (self.text.strip() or self.html or self.attachments or addressed)


class WrittenElsewhere(Refused):
    """Another device has changed or sent this draft meanwhile; `current` is how it is now."""

    def __init__(self, current: Composition) -> None:
        sentence = (
            _("This draft was changed on another device. Both versions are kept until you choose.")
            if current.state not in ON_ITS_WAY
            else _("This was already sent from another device.")
        )
        super().__init__(sentence)
        self.current = current


def save_draft(written: Written, *, actor: Actor, ticket: Ticket | None = None) -> Composition | None:
    """Keep what stands in the composer and return its row; None when it is empty, which discards the draft.

    What was sent meanwhile is returned as it is. Raises WrittenElsewhere when this composer does not know
    the newest version, and NotAllowed when the actor may not write there.
    """
    _require_to_write(written, ticket, actor)
    with transaction.atomic():
        row = _found(written, actor, ticket)
        if row and row.state in ON_ITS_WAY:
            return _sent_before(row, written)
        if row and row.updated_at != written.known and not _says_the_same(row, written):
            raise WrittenElsewhere(row)
        if written.is_empty:
            if row:
                _forget(row)
            return None
        row = row or _new(written, actor, ticket)
        _fill(row, written, actor)
        return row


def discard_draft(composition: Composition, *, actor: Actor) -> None:
    """Throw away what was written; what waits to be sent is not sent then. Raises Refused once it was sent."""
    with transaction.atomic():
        row = own(composition.pk, actor=actor)
        if row.state == State.SENT:
            raise Refused(_("This has been sent already."))
        _forget(row)


def discard_sent(key: str, *, ticket: Ticket, actor: Actor) -> None:
    """Throw away the draft of a composer whose text was written without it, by a page without scripts."""
    drafts = access.compositions_of(actor).filter(ticket=ticket, state=State.DRAFT)
    if key:
        drafts.filter(client_key=key_of(actor, key)).delete()


def own(composition_id: int, *, actor: Actor) -> Composition:
    """The actor's own composition, locked until the transaction ends; raises NotAllowed for any other."""
    rows = access.compositions_of(actor).select_for_update(of=("self",)).select_related("ticket", "group")
    return one_of(rows.filter(pk=composition_id), f"composition {composition_id}")


def key_of(actor: Actor, key: str) -> str:
    """The stored form of a composer's key: nobody can use up somebody else's."""
    return f"{actor.person_id}:{key or secrets.token_urlsafe(_KEY)}"[:64]


def files_of(composition: Composition) -> QuerySet[Attachment]:
    """The uploads that a composition holds, as far as they are still there."""
    return Attachment.objects.filter(
        pk__in=composition.attachments, message=None, uploaded_by_id=composition.author_id
    )


def newest_message(row: Composition) -> int:
    """The id of the newest message where this belongs; 0 for a new conversation."""
    if row.ticket is None:
        return 0
    messages = Message.objects.filter(conversation_id=row.ticket.conversation_id).order_by("-pk")
    return messages.values_list("pk", flat=True).first() or 0


def _require_to_write(written: Written, ticket: Ticket | None, actor: Actor) -> None:
    if ticket is not None and written.mode in VERBS:
        access.require(actor, VERBS[Mode(written.mode)], ticket)
    elif ticket is not None or written.mode != Mode.NEW or not actor.is_staff:
        raise NotAllowed(f"write {written.mode}")
    if written.group is not None and not _may_write_from(written.group, actor):
        raise NotAllowed(f"write from group {written.group}")
    if written.forwarded is not None:
        readable = access.messages_for(actor, ticket) if ticket else Message.objects.none()
        if not readable.filter(pk=written.forwarded).exists():
            raise NotAllowed(f"forward message {written.forwarded}")


def _may_write_from(group_id: int, actor: Actor) -> bool:
    return actor.right_in(group_id) >= Right.REPLY and Group.objects.filter(pk=group_id).exists()


def _found(written: Written, actor: Actor, ticket: Ticket | None) -> Composition | None:
    """The row of this composer, or else the draft that the author has in this place already."""
    rows = access.compositions_of(actor).select_for_update(of=("self",)).filter(mode=written.mode)
    if written.key and (found := rows.filter(client_key=key_of(actor, written.key)).first()):
        return found
    return rows.filter(ticket=ticket, state=State.DRAFT).first() if ticket else None


def _new(written: Written, actor: Actor, ticket: Ticket | None) -> Composition:
    """A row for it. Of two devices that begin at once, the second learns of the first."""
    now = clock.now()
    row = Composition(
        author_id=actor.person_id,
        ticket=ticket,
        mode=written.mode,
        client_key=key_of(actor, written.key),
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        found = _found(written, actor, ticket)
        if found is None:
            raise
        raise WrittenElsewhere(found) from None
    return row


def _fill(row: Composition, written: Written, actor: Actor) -> None:
    row.text, row.html = written.text.replace("\x00", ""), written.html
    row.subject = " ".join(written.subject.replace("\x00", "").split())[:255]
    row.recipients, row.then = [dict(one) for one in written.recipients], written.then
    row.adapted = as_rows(written.adapted)
    row.attachments, row.forwarded_id = list(written.attachments), written.forwarded
    row.group_id, row.seen_message = written.group, written.seen
    row.state, row.updated_at, row.error = State.DRAFT, clock.now(), ""
    row.save()
    files_of(row).update(kept_until=clock.now() + KEPT)


def _says_the_same(row: Composition, written: Written) -> bool:
    return (row.text, row.html, row.attachments) == (written.text, written.html, list(written.attachments))


def _sent_before(row: Composition, written: Written) -> Composition:
    """The row, when the same thing is sent twice; what is new in it must not be lost silently."""
    if written.is_empty or _says_the_same(row, written):
        return row
    raise WrittenElsewhere(row)


def _forget(row: Composition) -> None:
    files_of(row).update(kept_until=None)
    row.delete()
