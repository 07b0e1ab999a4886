"""Reads of guides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model

from divan.core.actors import Actor
from divan.core.labels import label
from divan.guides.models import Answer, Checklist, Guide, Run, Script, Step, TicketItem
from divan.tickets import access
from divan.tickets.models import Ticket

AnyGuide = TypeVar("AnyGuide", bound=Guide)


@dataclass(frozen=True, slots=True)
class OnTicket:
    """What guides the work on a ticket: its items, what else could be added, and the script that is walked."""

    items: Sequence[TicketItem]
    checklists: Sequence[Checklist]
    scripts: Sequence[Script]
    run: Run | None
    answers: Sequence[Answer]

    @property
    def done(self) -> int:
        return sum(1 for item in self.items if item.ticked_at)


def on_ticket(actor: Actor, ticket: Ticket) -> OnTicket:
    """In at most six queries; those of the ticket's category come first. Nothing for who is not at its desk."""
    if not access.is_staff_on(actor, ticket):
        return OnTicket((), (), (), None, ())
    items = list(TicketItem.objects.filter(ticket=ticket).select_related("ticked_by"))
    there = {item.checklist_id for item in items}
    run = Run.objects.filter(ticket=ticket, finished_at=None).select_related("script", "step").first()
    answers = Answer.objects.filter(step=run.step) if run and run.step else Answer.objects.none()
    return OnTicket(
        items=items,
        checklists=[one for one in _offered(Checklist, ticket) if one.pk not in there],
        scripts=() if run else _offered(Script, ticket),
        run=run,
        answers=list(answers),
    )


def missing_items(ticket: Ticket) -> int:
    """How many items have to be ticked before the ticket should be solved."""
    return TicketItem.objects.filter(ticket=ticket, is_required=True, ticked_at=None).count()


def steps_for_reply(actor: Actor, ticket: Ticket) -> str:
    """The steps that were gone so far, or in the last script, as numbered lines in the requester's language."""
    run = (
        Run.objects.filter(ticket=ticket).order_by("-pk").first()
        if access.is_staff_on(actor, ticket)
        else None
    )
    if run is None:
        return ""
    ids = [step for step, _answer in run.path] + ([run.step_id] if run.step_id else [])
    steps = Step.objects.in_bulk(ids)
    told = [label(steps[pk].words, ticket.requester.language) for pk in dict.fromkeys(ids) if pk in steps]
    return "\n".join(f"{place}. {words}" for place, words in enumerate(told, 1))


def names_of(model: type[Model], ids: Collection[int]) -> Mapping[int, str]:
    """Names by id in the reader's language, of templates and of items."""
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=ids)}


def steps_of(script: Script) -> list[Step]:
    """The steps with their answers, in two queries."""
    return list(script.steps.prefetch_related("answers__leads_to"))


def shown(words: Mapping[str, str]) -> str:
    """The beginning of a text, for the choice of a step."""
    text = " ".join(label(words).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _offered(model: type[AnyGuide], ticket: Ticket) -> list[AnyGuide]:
    rows = model._default_manager.filter(is_active=True)
    return sorted(rows, key=lambda row: (row.category_id != ticket.category_id, row.pk))
