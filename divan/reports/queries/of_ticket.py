"""The report of a ticket: what it was about, what was done and by whom, and how long it took (T21)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.conversations.models import Message, Visibility
from divan.core.actors import Actor
from divan.core.l10n.durations import rough
from divan.core.l10n.languages import known
from divan.tickets import access
from divan.tickets.events import TicketAssigned, TicketMoved, TicketSolved
from divan.tickets.models import Event, Participant, ProblemStatement, Ticket
from divan.tickets.queries.timeline import public_timeline
from divan.tickets.report_parts import Part, report_parts
from divan.ui.formats import number

MOST_NOTES = 200


class Step(NamedTuple):
    """Something that happened: a sentence that its requester may read."""

    at: datetime
    sentence: Markup


class Words(NamedTuple):
    """What somebody wrote in the ticket."""

    at: datetime
    author: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything in the words of one language. `notes` is empty unless they were asked for."""

    ticket: Ticket
    problem: str
    cause: str
    reason: str
    solution: Words | None
    steps: list[Step]
    people: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    parts: list[Part]
    notes: list[Words]


def report_of(actor: Actor, ticket: Ticket, *, with_notes: bool = False) -> Report:
    """The report of a ticket of `desk_ticket`, in the language that is read at the moment.

    Without `with_notes` it holds nothing that its requester may not read, except the problem statement: the desk
    wrote that for this report. The number of queries does not depend on the ticket.
    """
    statement: ProblemStatement | None = getattr(ticket, "statement", None)
    return Report(
        ticket=ticket,
        problem=statement.text if statement else "",
        cause=statement.cause if statement else "",
        reason=str(ticket.get_close_reason_display()) if ticket.close_reason else "",
        solution=_solution(ticket),
        steps=[Step(told.at, told.sentence) for told in public_timeline(ticket)],
        people=_people(ticket),
        figures=_figures(ticket),
        parts=[part for lend in report_parts.values() if (part := lend(actor, ticket))],
        notes=_notes(actor, ticket) if with_notes else [],
    )


def _solution(ticket: Ticket) -> Words | None:
    """The public answer with which the ticket was last solved."""
    solved = Event.objects.filter(ticket_id=ticket.pk, kind=TicketSolved.kind).order_by("-seq")
    payload = solved.values_list("payload", flat=True).first()
    if not payload or not payload.get("message"):
        return None
    messages = Message.objects.filter(conversation_id=ticket.conversation_id).public()
    message = messages.filter(pk=payload["message"]).select_related("author").first()
    return _words(message) if message else None


def _notes(actor: Actor, ticket: Ticket) -> list[Words]:
    notes = access.messages_for(actor, ticket).filter(
        conversation_id=ticket.conversation_id, visibility=Visibility.INTERNAL
    )
    return [_words(note) for note in notes.select_related("author").order_by("pk")[:MOST_NOTES]]


def _words(message: Message) -> Words:
    author = str(message.author) if message.author else message.author_name
    return Words(message.created_at, author, message.text, message.language or "")


def _people(ticket: Ticket) -> list[tuple[str, str]]:
    """Who had to do with it, each with what they were: nobody who only wrote notes."""
    requester = str(ticket.requester)
    if ticket.organization:
        requester = f"{requester} ({ticket.organization.name})"
    found = [(pgettext("in a report", "Requester"), requester)]
    if ticket.assignee:
        found.append((pgettext("in a report", "Assignee"), str(ticket.assignee)))
    wrote = Message.objects.filter(conversation_id=ticket.conversation_id, from_staff=True).public()
    names = wrote.order_by("author_id").values_list("author__name", "author__email", "author_name").distinct()
    answered = dict.fromkeys(name or email or written for name, email, written in names)
    found += [(pgettext("in a report", "Answered"), name) for name in answered]
    others = Participant.objects.filter(ticket=ticket).select_related("user").order_by("pk")
    return found + [(pgettext("in a report", "Took part"), str(one.user)) for one in others]


def _figures(ticket: Ticket) -> list[tuple[str, str]]:
    """How the work went, in numbers that are not rounded up to look better."""
    events = Event.objects.filter(ticket_id=ticket.pk)
    kinds = [TicketAssigned.kind, TicketMoved.kind]
    moves = [
        kind
        for kind, payload in events.filter(kind__in=kinds).values_list("kind", "payload")
        if kind == TicketMoved.kind or (payload.get("before_assignee") and payload.get("assignee"))
    ]
    messages = Message.objects.filter(conversation_id=ticket.conversation_id).public()
    sides = list(messages.values_list("from_staff", flat=True))
    after = _since(ticket)
    return [
        (_("First answer after"), after(ticket.first_reply_at)),
        (_("Solved after"), after(ticket.solved_at)),
        (_("Messages of the customer"), number(sides.count(False))),
        (_("Messages of the desk"), number(sides.count(True))),
        (_("Handed over"), number(len(moves))),
        (_("Opened again"), number(ticket.reopened_count)),
    ]


def _since(ticket: Ticket) -> Callable[[datetime | None], str]:
    language = known(get_language())

    def after(moment: datetime | None) -> str:
        if moment is None:
            return "–"
        return rough(max(moment - ticket.created_at, timedelta(seconds=1)), language)

    return after
