"""Sending a message of the conversation on to somebody outside, who answers to the desk alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft, add_message, copy_files, existing_message
from divan.conversations.models import Channel, Delivery, Message, Visibility
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.tickets.access import messages_for
from divan.tickets.actions.holding import require_approved
from divan.tickets.actions.locking import locked
from divan.tickets.actions.using_articles import keep_links, link_articles
from divan.tickets.events import MessageForwarded
from divan.tickets.log import record
from divan.tickets.models import Ticket


def forward(
    ticket: Ticket, original: Message, draft: Draft, *, actor: Actor, files: Iterable[int] = ()
) -> Message:
    """Send `original` with the words of the draft to the draft's recipients; it is an internal message here.

    `files` are ids of the original's files that go with it. The customer never hears of it, and what the
    recipients answer stays inside. Raises Refused without recipients, NotAllowed for a message of another
    conversation.
    """
    with transaction.atomic():
        row = locked(ticket, "forward", actor)
        if found := existing_message(row.conversation_id, draft.client_key):
            return found
        if not draft.recipients:
            raise Refused(_("Say who it goes to."), field="recipients")
        if not messages_for(actor, row).filter(pk=original.pk).exists():
            raise NotAllowed(f"forward message {original.pk}")
        require_approved(actor)
        linked = link_articles(draft, by=None, is_marked=False)
        words = linked.draft.text.strip() or ("" if draft.html else _("Please see the message below."))
        message = add_message(
            row.conversation_id,
            replace(linked.draft, text=words, quoted=original.text),
            actor=actor,
            channel=Channel.EMAIL,
            visibility=Visibility.INTERNAL,
            from_staff=True,
            delivery=Delivery.QUEUED,
        )
        copy_files(original, files, to=message)
        record(row, MessageForwarded(message=message.pk, original=original.pk), actor=actor)
        keep_links(row, linked, message, actor=actor)
        return message
