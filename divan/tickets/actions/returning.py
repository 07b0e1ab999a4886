"""From waiting back to a draft: because its author takes it back, or because it could not be sent."""

from __future__ import annotations

from django.utils.html import linebreaks

from divan.core import clock
from divan.tickets.actions.drafting import State
from divan.tickets.models import Composition


def return_to_draft(row: Composition, error: str = "") -> Composition:
    """Make a draft of a locked composition again; nothing that was typed is lost.

    If its author has begun another draft in the same place since, that one continues what comes back.
    """
    if row.ticket_id:
        newer = Composition.objects.select_for_update().filter(
            author_id=row.author_id, ticket_id=row.ticket_id, mode=row.mode, state=State.DRAFT
        )
        if begun := newer.first():
            _continue(row, begun)
            begun.delete()
    row.state, row.send_at, row.error, row.updated_at = State.DRAFT, None, error, clock.now()
    row.reviewer_id = None
    kept = ["text", "html", "attachments", "adapted", "reviewer"]
    row.save(update_fields=["state", "send_at", "error", "updated_at", *kept])
    return row


def _continue(row: Composition, begun: Composition) -> None:
    if row.html or begun.html:
        row.html = "\n".join(filter(None, (_markup(row), _markup(begun))))
    row.text = "\n\n".join(filter(None, (row.text, begun.text)))
    row.adapted = [*row.adapted, *(one for one in begun.adapted if one not in row.adapted)]
    row.attachments = [*row.attachments, *(pk for pk in begun.attachments if pk not in row.attachments)]


def _markup(row: Composition) -> str:
    return row.html or linebreaks(row.text, autoescape=True)
