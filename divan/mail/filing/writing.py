"""Messages on a ticket that is there already: of the customer's side, and notes in nobody's name."""

from __future__ import annotations

from divan.conversations.models import Channel, Visibility
from divan.core.actors import SYSTEM
from divan.mail.filing.circle import circle_of, copy_others_in
from divan.mail.filing.drafts import draft_of
from divan.mail.filing.newcomers import somebody_new
from divan.mail.filing.outcomes import Case, Outcome
from divan.mail.threads import Place, belongs
from divan.tickets import actions
from divan.tickets.guests import as_guest
from divan.tickets.models import Status, Ticket


def receive(case: Case, place: Place) -> Outcome:
    """A message of the customer's side. Somebody new who holds a reply address is heard, but marked.

    What does not go to everybody whom it concerns is kept inside until somebody shares it (B5).
    """
    person = case.person or somebody_new(case.mail, case.parsed, case.sender)
    ticket, actor = place.ticket, as_guest(person, place.ticket.pk)
    known = belongs(person, ticket)
    is_verified = known and (case.is_proven or not place.is_guessable)
    draft = draft_of(case.mail, case.parsed, actor, is_verified=is_verified)
    circle = circle_of(case.parsed)
    is_open = case.parsed.auto is not None or circle.is_complete(person, ticket)
    visibility = Visibility.PUBLIC if is_open else Visibility.INTERNAL
    message = actions.receive(ticket, draft, actor=actor, channel=Channel.EMAIL, visibility=visibility)
    if is_open and known and (case.is_proven or place.is_signed):
        copy_others_in(case, circle, person, ticket)
    return Outcome(ticket, message, is_signed=place.is_signed and known)


def note_for_desk(case: Case, ticket: Ticket) -> Outcome:
    """A note in nobody's name: a report about our mail, the answer of a third party, or what may be forged."""
    sender = case.sender
    author = f"{sender.name} <{sender.email}>" if sender.name else sender.email
    draft = draft_of(case.mail, case.parsed, SYSTEM, is_verified=False, author_name=author[:200])
    message = actions.note(ticket, draft, actor=SYSTEM, channel=Channel.EMAIL)
    if _ends_waiting(case, ticket):
        actions.open_again(ticket, actor=SYSTEM)
    return Outcome(ticket, message)


def _ends_waiting(case: Case, ticket: Ticket) -> bool:
    """Whether this is the answer of the third party that the ticket waits for."""
    is_answer = case.place is not None and case.place.is_forward and case.parsed.auto is None
    return is_answer and ticket.status == Status.ON_HOLD
