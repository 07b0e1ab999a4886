"""Making a message of what was written, by the ordinary verbs and with the rights that its author has now."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

from django.db import transaction

from divan.conversations.actions import Draft, existing_message
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.realtime import doorbell
from divan.tickets import sources
from divan.tickets.actions.answering import Then, answer
from divan.tickets.actions.drafting import Mode, State, files_of
from divan.tickets.actions.forwarding import forward
from divan.tickets.actions.holding import approved
from divan.tickets.actions.mailing import NewMail, compose, person_at
from divan.tickets.actions.replying import note
from divan.tickets.actions.using_articles import keep_sources
from divan.tickets.log import batch
from divan.tickets.models import Composition, Ticket
from divan.tickets.recipients import Kind, Recipient, as_rows, clean, from_rows


def carry_out(row: Composition, *, actor: Actor) -> Composition:
    """Send a locked composition in the caller's transaction. Its key makes it one message, whatever happens.

    Raises what the verbs raise: Refused and NotAllowed.
    """
    with transaction.atomic(), batch(), approved() if row.reviewer_id else nullcontext():
        row.message = _message(row, actor)
        if row.adapted and row.ticket is not None:
            keep_sources(row.ticket, sources.from_rows(row.adapted), row.message, actor=actor)
        row.state, row.send_at, row.error, row.updated_at = State.SENT, None, "", clock.now()
        row.save(update_fields=["message", "ticket", "state", "send_at", "error", "updated_at"])
    topics = [f"desk:{row.ticket_id}", f"person:{row.author_id}"]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="composition.sent"))
    return row


def _message(row: Composition, actor: Actor) -> Message:
    if row.mode == Mode.NEW:
        return _new_mail(row, actor)
    if row.ticket is None:
        raise NotAllowed("the ticket is gone")
    match row.mode:
        case Mode.NOTE:
            return note(row.ticket, _draft(row), actor=actor)
        case Mode.FORWARD:
            return _forward(row, row.ticket, actor)
        case _:
            return _reply(row, row.ticket, actor)


def _reply(row: Composition, ticket: Ticket, actor: Actor) -> Message:
    recipients = _with_requester(clean(from_rows(row.recipients)), ticket)
    others = [one for one in recipients if one.kind != Kind.BCC and one.address != ticket.requester.email]
    participants = [person_at(one) for one in others] if recipients else None
    draft = _draft(row, recipients)
    answer(ticket, draft, actor=actor, then=_then(row), participants=participants)
    return _sent(ticket, draft)


def _with_requester(recipients: tuple[Recipient, ...], ticket: Ticket) -> tuple[Recipient, ...]:
    """A reply always goes to the requester; whoever wants to write to others only forwards."""
    address = ticket.requester.email
    others = tuple(one for one in recipients if one.address != address)
    return (Recipient(Kind.TO, address, str(ticket.requester)), *others) if recipients else ()


def _forward(row: Composition, ticket: Ticket, actor: Actor) -> Message:
    if row.forwarded is None:
        raise NotAllowed("the forwarded message is gone")
    uploads = set(files_of(row).values_list("pk", flat=True))
    draft = _draft(row, clean(from_rows(row.recipients)), files=uploads)
    return forward(ticket, row.forwarded, draft, actor=actor, files=set(row.attachments) - uploads)


def _new_mail(row: Composition, actor: Actor) -> Message:
    if row.group is None:
        raise NotAllowed("the group is gone")
    draft = _draft(row, clean(from_rows(row.recipients)))
    row.ticket = compose(NewMail(row.group, row.subject, draft, _then(row)), actor=actor)
    return _sent(row.ticket, draft)


def _sent(ticket: Ticket, draft: Draft) -> Message:
    message = existing_message(ticket.conversation_id, draft.client_key)
    if message is None:
        raise LookupError(f"no message with the key of its composition on {ticket.number}")
    return message


def _then(row: Composition) -> Then:
    return Then(row.then) if row.then in list(Then) else Then.NOTHING


def _draft(
    row: Composition, recipients: tuple[Recipient, ...] = (), *, files: set[int] | None = None
) -> Draft:
    wanted = row.attachments if files is None else [pk for pk in row.attachments if pk in files]
    return Draft(
        text=row.text,
        html=row.html,
        attachments=tuple(wanted),
        client_key=row.client_key,
        recipients=tuple(as_rows(recipients)),
    )
