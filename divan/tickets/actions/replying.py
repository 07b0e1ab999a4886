"""Writing in a ticket: replies, notes, and what customers write, whatever the channel."""

from __future__ import annotations

from django.db import transaction

from divan.conversations.actions import Draft, add_message, existing_message
from divan.conversations.models import Channel, Delivery, Message, Visibility
from divan.core import clock
from divan.core.actors import Actor
from divan.tickets import access
from divan.tickets.actions.holding import require_approved
from divan.tickets.actions.locking import locked
from divan.tickets.actions.mentioning import mention
from divan.tickets.actions.opening import snippet_of
from divan.tickets.actions.using_articles import keep_links, link_articles, link_articles_in_note
from divan.tickets.events import (
    MessageNoted,
    MessageReceived,
    MessageSent,
    MessageWithheld,
    StateChanged,
    TicketReopened,
    TicketWoken,
)
from divan.tickets.log import batch, record
from divan.tickets.models import Status, Ticket


def reply(ticket: Ticket, draft: Draft, *, actor: Actor, channel: Channel = Channel.DESK) -> Message:
    """Answer in public: from the desk's side to the requester, from the customer's side to the desk."""
    if access.is_staff_on(actor, ticket):
        return _send(ticket, draft, actor=actor, channel=channel)
    return receive(ticket, draft, actor=actor, channel=channel)


def _send(ticket: Ticket, draft: Draft, *, actor: Actor, channel: Channel) -> Message:
    with transaction.atomic(), batch():
        row = locked(ticket, "reply", actor)
        if found := existing_message(row.conversation_id, draft.client_key):
            return found
        require_approved(actor)
        linked = link_articles(draft, by=row.requester_id)
        message = add_message(
            row.conversation_id,
            linked.draft,
            actor=actor,
            channel=channel,
            from_staff=True,
            delivery=Delivery.QUEUED,
        )
        now = clock.now()
        before, row.status = row.status, Status.OPEN if row.status == Status.NEW else row.status
        row.first_reply_at = row.first_reply_at or now
        row.last_staff_message_at, row.waiting_since = now, None
        row.snippet = snippet_of(message.text)
        changed = ["status", "first_reply_at", "last_staff_message_at", "waiting_since", "snippet"]
        record(row, MessageSent(message=message.pk), actor=actor, changed=changed)
        keep_links(row, linked, message, actor=actor)
        if before != row.status:
            record(row, StateChanged(status=row.status, before=before), actor=actor)
        return message


def receive(
    ticket: Ticket,
    draft: Draft,
    *,
    actor: Actor,
    channel: Channel,
    visibility: Visibility = Visibility.PUBLIC,
) -> Message:
    """A requester, participant or guest writes. A solved ticket opens again, a waiting one too.

    An automatic message (a vacation notice, say) is kept but changes neither status nor clocks. One that is
    `INTERNAL` was not meant for everybody on the ticket: the desk reads it, and may share it.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "reply", actor)
        if found := existing_message(row.conversation_id, draft.client_key):
            return found
        message = add_message(row.conversation_id, draft, actor=actor, channel=channel, visibility=visibility)
        changed = ["snippet", "last_customer_message_at"]
        row.last_customer_message_at = clock.now()
        if not message.is_internal:
            row.snippet = snippet_of(message.text)
        before, was_snoozed = row.status, row.snoozed_until is not None
        if not draft.is_automatic:
            _wake(row)
            changed += ["status", "is_open", "waiting_since", "solved_at", "closed_at", "close_reason"]
            changed += ["snoozed_until", "reopened_count"]
        received = MessageReceived(message=message.pk)
        withheld = MessageWithheld(message=message.pk)
        record(row, withheld if message.is_internal else received, actor=actor, changed=changed)
        if before in (Status.SOLVED, Status.CLOSED) and row.is_open:
            record(row, TicketReopened(before=before), actor=actor)
        elif before != row.status:
            record(row, StateChanged(status=row.status, before=before), actor=actor)
        if was_snoozed and row.snoozed_until is None:
            record(row, TicketWoken(reason="message"), actor=actor)
        return message


def _wake(row: Ticket) -> None:
    """Somebody waits for the desk now."""
    if row.status in (Status.SOLVED, Status.CLOSED):
        row.is_open, row.solved_at, row.closed_at, row.close_reason = True, None, None, ""
        row.reopened_count += 1
    row.snoozed_until = None
    if row.status != Status.NEW:
        row.status = Status.OPEN
    row.waiting_since = row.waiting_since or clock.now()


def note(ticket: Ticket, draft: Draft, *, actor: Actor, channel: Channel = Channel.DESK) -> Message:
    """Write an internal note; it never leaves the desk's side. Whoever it mentions is told of it."""
    with transaction.atomic(), batch():
        row = locked(ticket, "note", actor)
        if found := existing_message(row.conversation_id, draft.client_key):
            return found
        linked = link_articles_in_note(draft)
        mentioned = mention(row, linked.draft, actor=actor)
        message = add_message(
            row.conversation_id,
            mentioned.draft,
            actor=actor,
            channel=channel,
            visibility=Visibility.INTERNAL,
            from_staff=True,
        )
        noted = MessageNoted(message=message.pk, mentioned=mentioned.people, groups=mentioned.groups)
        record(row, noted, actor=actor)
        keep_links(row, linked, message, actor=actor)
        return message
