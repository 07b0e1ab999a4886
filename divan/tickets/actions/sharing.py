"""Letting the customer's side see what was kept inside because it was not written to everybody (B5)."""

from __future__ import annotations

from django.db import transaction

from divan.conversations.models import Delivery, Message, Visibility
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.tickets.actions.locking import locked
from divan.tickets.actions.opening import snippet_of
from divan.tickets.events import MessageShared
from divan.tickets.log import record
from divan.tickets.models import Ticket


def share(message: Message, *, actor: Actor) -> Message:
    """Make a message of the customer's side public; quiet if it is. Notes of the desk are never shared."""
    with transaction.atomic():
        ticket = Ticket.objects.get(conversation_id=message.conversation_id)
        row = locked(ticket, "share", actor)
        kept = Message.objects.select_for_update().get(pk=message.pk)
        if kept.from_staff:
            raise NotAllowed(f"share message {message.pk}")
        if not kept.is_internal:
            return kept
        kept.visibility, kept.delivery = Visibility.PUBLIC, Delivery.QUEUED
        kept.save(update_fields=["visibility", "delivery"])
        row.snippet = snippet_of(kept.text)
        record(row, MessageShared(message=kept.pk), actor=actor, changed=["snippet"])
        return kept
