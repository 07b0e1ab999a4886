"""What a macro would do: done by the same verbs in a transaction that is taken back, so that it can never differ."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.replies.actions.applying import keep_reply
from divan.replies.doing import Step, steps_on
from divan.replies.filling import Used, facts_of, note_of, reply_of
from divan.replies.models import Macro
from divan.replies.steps import Become, Steps
from divan.replies.variables import Filled
from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Line:
    """What one step does: from what to what, or why it cannot be done."""

    title: str
    before: str
    after: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would happen. `problem` is why the macro cannot be applied, "" if it can; `language` is the reply's,
    `ends` what follows when it is sent."""

    lines: tuple[Line, ...] = ()
    reply: Filled | None = None
    language: str = ""
    note: Filled | None = None
    problem: str = ""
    sends: bool = False
    ends: str = ""


def rehearse(ticket: Ticket, macro: Macro, *, actor: Actor) -> Rehearsal:
    """What `apply_macro` would do to the ticket now. Nobody is told of it, and nothing of it stays."""
    steps = Steps.of(macro.steps)
    facts, note = facts_of(ticket, actor), note_of(steps, ticket, actor)
    try:
        found = reply_of(steps, facts)
    except Refused as refusal:
        return Rehearsal(problem=refusal.message)
    reply = found[0] if found else None
    text = found[1] if found else None
    with transaction.atomic():
        unwanted = Used(reply, facts.language) if reply else None
        problem = _reply_problem(ticket, steps, unwanted, actor) if unwanted else ""
        lines = [_tried(ticket, step) for step in steps_on(steps, note, actor=actor, key="")]
        transaction.set_rollback(True)
    problem = problem or next((line.problem for line in lines if line.problem), "")
    told = tuple(line for line in lines if line.before or line.after or line.problem)
    return Rehearsal(
        lines=told,
        reply=reply,
        language=text.language if text else "",
        note=note,
        problem=problem,
        sends=steps.sends,
        ends=_ends(steps),
    )


def _ends(steps: Steps) -> str:
    """What sending the reply leads to."""
    match steps.status:
        case Become.WAIT:
            return _("When it is sent, the ticket waits for the customer.")
        case Become.SOLVE:
            return _("When it is sent, the ticket is solved.")
        case _:
            return ""


def _tried(ticket: Ticket, step: Step) -> Line:
    before = step.read(_now(ticket))
    try:
        with transaction.atomic():
            step.do(ticket)
    except NotAllowed:
        return Line(step.title, before, before, _("You may not do this to this ticket."))
    except Refused as refusal:
        return Line(step.title, before, before, refusal.message)
    return Line(step.title, before, step.read(_now(ticket)))


def _reply_problem(ticket: Ticket, steps: Steps, reply: Used, actor: Actor) -> str:
    try:
        with transaction.atomic():
            keep_reply(ticket, steps, reply, actor=actor)
    except NotAllowed:
        return _("You may not answer this ticket.")
    except Refused as refusal:
        return refusal.message
    return ""


def _now(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("group", "assignee", "category").get(pk=ticket.pk)
