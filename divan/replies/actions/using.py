"""Using a saved reply: its words with the values of a ticket, its files, and one more use counted."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from divan.core import clock
from divan.core.actors import Actor
from divan.replies import files
from divan.replies.filling import Used
from divan.replies.models import ReplyText, Shared
from divan.replies.variables import Facts, fill


def use_text(text: ReplyText, facts: Facts, *, actor: Actor) -> Used:
    """The words of a saved reply for a composer of the actor, who may use it; counts the use."""
    with transaction.atomic():
        note_use(text.reply)
        uploads = files.hand_out(text.reply, text.html, actor=actor)
        return Used(fill(text.text, text.html, facts), text.language, uploads)


def note_use(row: Shared) -> None:
    """Count a use of a saved reply or macro, so that those that are used often come first."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows.update(uses=F("uses") + 1, last_used_at=clock.now())
