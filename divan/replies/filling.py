"""The texts of a macro with the values of a ticket."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from divan.conversations.models import Attachment
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.replies.access import replies_visible_to
from divan.replies.models import ReplyText
from divan.replies.queries.saved import best_text
from divan.replies.steps import Steps
from divan.replies.variables import Facts, Filled, fill
from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Used:
    """What goes into a composer in `language`, and the uploads that belong to it."""

    filled: Filled
    language: str
    uploads: Collection[Attachment] = ()


def reply_of(steps: Steps, facts: Facts) -> tuple[Filled, ReplyText | None] | None:
    """The reply in the best language for the requester, with the text that it was made of if it is a saved one.

    None if the macro has no reply. Raises Refused when the saved reply is gone.
    """
    if steps.words:
        return fill(steps.words, "", facts), None
    if not steps.reply:
        return None
    # It reached as far as the macro when that was saved; its keeper may have taken it back since.
    reply = replies_visible_to(facts.actor).prefetch_related("texts").filter(pk=steps.reply).first()
    if reply is None or not reply.texts.all():
        raise Refused(_("The saved reply of this macro is gone."))
    text = best_text(reply.texts.all(), facts.language)
    return fill(text.text, text.html, facts), text


def note_of(steps: Steps, ticket: Ticket, actor: Actor) -> Filled | None:
    """The note, which the team reads."""
    if not steps.note:
        return None
    return fill(steps.note, "", Facts(actor, actor.language, ticket, ticket.requester))


def facts_of(ticket: Ticket, actor: Actor) -> Facts:
    """The values for a text that goes to the requester."""
    return Facts(actor, ticket.requester.language, ticket, ticket.requester)
