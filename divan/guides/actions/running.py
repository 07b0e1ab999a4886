"""Walking a script on a ticket: every answer is stored, and what was answered becomes a note."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.guides.access import run_for
from divan.guides.actions.ringing import ring
from divan.guides.events import ScriptEnded, ScriptFinished
from divan.guides.models import Answer, Run, Script, Step
from divan.tickets import access
from divan.tickets.actions import note
from divan.tickets.log import batch, record
from divan.tickets.models import Ticket

MOST_STEPS = 200
"""Answers may lead back; somebody who has gone so far is lost in a circle."""


def start_script(ticket: Ticket, script_id: int, *, actor: Actor) -> Run:
    """Begin at the first step. The script that is walked already goes on instead."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        ring(row)
        running = Run.objects.filter(ticket=row, finished_at=None).first()
        if running:
            return running
        script = Script.objects.filter(pk=script_id, is_active=True).first()
        first = script.steps.first() if script else None
        if script is None or first is None:
            raise Refused(_("This script is no longer in use."), field="script")
        return Run.objects.create(
            ticket=row, script=script, step=first, person_id=actor.person_id, started_at=clock.now()
        )


def take_answer(ticket: Ticket, step_id: int, answer_id: int, *, actor: Actor) -> Run:
    """Go where the answer leads; at the end the whole way becomes a note.

    `step_id` is the step that was answered: an answer to a page that others have gone on from changes nothing.
    """
    with transaction.atomic(), batch():
        row = _locked(ticket, actor)
        run = run_for(actor, row)
        ring(row)
        if run.step_id != step_id:
            return run
        answer = Answer.objects.filter(pk=answer_id, step_id=step_id).select_related("leads_to").first()
        if answer is None:
            raise Refused(_("This answer does not exist any more."))
        if len(run.path) >= MOST_STEPS:
            raise Refused(_("This script goes in circles. End it, and tell who keeps it."))
        run.path = [*run.path, [step_id, answer_id]]
        run.step = answer.leads_to
        if run.step is None:
            run.finished_at = clock.now()
            written = _write_down(run, row, _story(run), actor)
            record(_gone_on(row), ScriptFinished(script=run.script_id, message=written.pk), actor=actor)
        run.save(update_fields=["path", "step", "finished_at"])
        return run


def step_back(ticket: Ticket, *, actor: Actor) -> Run:
    """Take the last answer back."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        run = run_for(actor, row)
        if run.path:
            run.step_id = run.path[-1][0]
            run.path = run.path[:-1]
            run.save(update_fields=["path", "step"])
            ring(row)
        return run


def give_up_script(ticket: Ticket, *, actor: Actor) -> Message | None:
    """End it before its end. Returns the note that keeps what was answered so far, None if that is nothing."""
    with transaction.atomic(), batch():
        row = _locked(ticket, actor)
        run = run_for(actor, row)
        if not run.path:
            run.delete()
            record(row, ScriptEnded(script=run.script_id), actor=actor)
            return None
        run.finished_at = clock.now()
        run.save(update_fields=["finished_at"])
        story = "\n".join([_story(run), _("The script was ended early.")])
        written = _write_down(run, row, story, actor)
        record(_gone_on(row), ScriptEnded(script=run.script_id, message=written.pk), actor=actor)
        return written


def _write_down(run: Run, ticket: Ticket, story: str, actor: Actor) -> Message:
    return note(ticket, Draft(text=story, client_key=f"script-{run.pk}"), actor=actor)


def _gone_on(ticket: Ticket) -> Ticket:
    """The ticket as the note has left it: that has gone on in its log."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def _story(run: Run) -> str:
    """Each step with its answer, in the language of whoever walked."""
    path: Sequence[Sequence[int]] = run.path
    steps = Step.objects.in_bulk([step for step, _answer in path])
    answers = Answer.objects.in_bulk([answer for _step, answer in path])
    lines = [
        f"{place}. {steps[step]}\n→ {answers[answer]}"
        for place, (step, answer) in enumerate(path, 1)
        if step in steps and answer in answers
    ]
    return "\n".join([f"{run.script}:", *lines])


def _locked(ticket: Ticket, actor: Actor) -> Ticket:
    row = Ticket.objects.select_for_update(of=("self",)).select_related("requester").get(pk=ticket.pk)
    access.require(actor, "walk_script", row)
    return row
