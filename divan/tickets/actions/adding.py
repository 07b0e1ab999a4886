"""Adding prepared words to what somebody writes: behind everything that stands in their composer already."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft
from divan.conversations.markup import written
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets import access, sources
from divan.tickets.actions.drafting import Mode, State, Written, newest_message, save_draft
from divan.tickets.models import Composition, Ticket
from divan.ui.paragraphs import paragraphs


def add_to_draft(ticket: Ticket, draft: Draft, *, actor: Actor, then: str = "") -> Composition:
    """Put words and files at the end of the actor's reply to the ticket, or begin one with them.

    `then` is what follows when it is sent. A reply that ends with these words already stays as it is. Raises
    NotAllowed when the actor may not answer, and Refused for a text that is too long.
    """
    with transaction.atomic():
        drafts = access.compositions_of(actor).select_for_update(of=("self",)).select_related("ticket")
        row = drafts.filter(ticket=ticket, mode=Mode.REPLY, state=State.DRAFT).first()
        if row is not None and row.text.endswith(draft.text.strip()) and row.then == (then or row.then):
            return row
        before = _standing(row) if row else _nothing(ticket)
        kept = save_draft(_with(before, draft, then), actor=actor, ticket=ticket)
        if kept is None:
            raise Refused(_("Write a message first."), field="body")
        return kept


def _nothing(ticket: Ticket) -> Written:
    """An empty composer whose author has seen everything up to now."""
    return Written(mode=Mode.REPLY, seen=newest_message(Composition(ticket=ticket)))


def _standing(row: Composition) -> Written:
    """What stands in the composer, as its own page would send it."""
    return Written(
        mode=row.mode,
        text=row.text,
        html=row.html,
        recipients=tuple(row.recipients),
        attachments=tuple(row.attachments),
        adapted=sources.from_rows(row.adapted),
        then=row.then,
        seen=row.seen_message,
        key=row.client_key.partition(":")[2],
        known=row.updated_at,
    )


def _with(before: Written, draft: Draft, then: str) -> Written:
    files = (*before.attachments, *draft.attachments)
    added = replace(before, attachments=files, then=then or before.then)
    if not before.html and not draft.html:
        return replace(added, text="\n\n".join(filter(None, (before.text.rstrip(), draft.text))))
    body = written(_markup(before.text, before.html) + _markup(draft.text, draft.html))
    return replace(added, text=body.text, html=body.html)


def _markup(text: str, html: str) -> str:
    return html or str(paragraphs(text))
