"""Walking a script on a ticket: every answer is stored, and the end becomes a note."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.actions import Draft
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.guides.access import run_for
from divan.guides.events import ScriptFinished
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
            _finish(run, row, actor)
        run.save(update_fields=["path", "step", "finished_at"])
        return run


def step_back(ticket: Ticket, *, actor: Actor) -> Run:
    """Take the last answer back."""
    with transaction.atomic():
        run = run_for(actor, _locked(ticket, actor))
        if run.path:
            run.step_id = run.path[-1][0]
            run.path = run.path[:-1]
            run.save(update_fields=["path", "step"])
        return run


def give_up_script(ticket: Ticket, *, actor: Actor) -> None:
    """End it without a result."""
    with transaction.atomic():
        run_for(actor, _locked(ticket, actor)).delete()


def _finish(run: Run, ticket: Ticket, actor: Actor) -> None:
    run.finished_at = clock.now()
    written = note(ticket, Draft(text=_story(run), client_key=f"script-{run.pk}"), actor=actor)
    # The note has gone on in the log of the ticket.
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    record(row, ScriptFinished(script=run.script_id, message=written.pk), actor=actor)


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
