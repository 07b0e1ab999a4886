"""Applying a macro: all of it or nothing, by the ordinary verbs, as one batch that says which macro it was (B11)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.replies import access
from divan.replies.actions.using import note_use, use_text
from divan.replies.doing import steps_on
from divan.replies.events import MacroApplied
from divan.replies.filling import Used, facts_of, note_of, reply_of
from divan.replies.models import Macro
from divan.replies.steps import Steps
from divan.tickets import actions
from divan.tickets.access import compositions_of
from divan.tickets.actions.locking import locked
from divan.tickets.log import batch, record
from divan.tickets.models import Composition, Ticket


def apply_macro(ticket: Ticket, macro: Macro, *, actor: Actor, key: str = "") -> Composition | None:
    """Do everything that the macro says; the answer is its reply, which waits in the composer or to be sent.

    Raises Refused or NotAllowed for the first step that cannot be done; nothing is done then. The same `key`
    twice writes one note, and a reply that ends with the macro's words gets them once.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "apply_macro", actor)
        steps = Steps.of(access.macro_for(actor, macro.pk).steps)
        reply, note = _used(row, steps, actor), note_of(steps, row, actor)
        record(row, MacroApplied(macro=macro.pk), actor=actor)
        kept = keep_reply(row, steps, reply, actor=actor) if reply else None
        for step in steps_on(steps, note, actor=actor, key=key):
            step.do(row)
        note_use(macro)
        return kept


def keep_reply(ticket: Ticket, steps: Steps, reply: Used, *, actor: Actor) -> Composition:
    """Put the reply into the composer, or on its way if the macro sends. Raises Refused where it may not send."""
    if steps.sends:
        _require_sendable(ticket, reply, actor)
    draft = Draft(
        text=reply.filled.text, html=reply.filled.html, attachments=tuple(file.pk for file in reply.uploads)
    )
    kept = actions.add_to_draft(ticket, draft, actor=actor, then=steps.status)
    return actions.send(kept, actor=actor) if steps.sends else kept


def _used(ticket: Ticket, steps: Steps, actor: Actor) -> Used | None:
    facts = facts_of(ticket, actor)
    found = reply_of(steps, facts)
    if found is None:
        return None
    filled, text = found
    return use_text(text, facts, actor=actor) if text else Used(filled, facts.language)


def _require_sendable(ticket: Ticket, reply: Used, actor: Actor) -> None:
    """What is sent without being read must be whole, and must not take along what somebody is writing."""
    drafts = compositions_of(actor).filter(ticket=ticket, mode=Composition.Mode.REPLY)
    if drafts.filter(state=Composition.State.DRAFT).exists():
        raise Refused(_("You have begun a reply to this ticket. Send or discard it first."))
    if reply.filled.missing:
        said = _("It cannot be sent by itself, because this is not known here: %(what)s")
        raise Refused(said % {"what": reply.filled.missing[0]})
