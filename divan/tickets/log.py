"""Writing the event log: the one place where a changed ticket, its event and its deliveries are stored."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.core.prepared import PreparedInsert
from divan.realtime import doorbell
from divan.tickets.events import Payload
from divan.tickets.models import Delivery, Event, Ticket
from divan.tickets.readers import readers

_insert_ticket, _insert_event = PreparedInsert(Ticket), PreparedInsert(Event)
_batch: ContextVar[uuid.UUID | None] = ContextVar("batch", default=None)
_origin: ContextVar[str] = ContextVar("origin", default="live")


@contextmanager
def imported() -> Iterator[None]:
    """What is recorded inside happened long ago: readers that write to people pass it over."""
    token = _origin.set("import")
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def batch(known: uuid.UUID | None = None) -> Iterator[uuid.UUID]:
    """All events inside belong together: one request, one notification. Nested blocks join the outer one.

    `known` goes on with a batch that was begun before: work that is done in several transactions.
    """
    outer = _batch.get()
    if outer:
        yield outer
        return
    token = _batch.set(known or uuid.uuid4())
    try:
        yield _batch.get()  # type: ignore[misc]
    finally:
        _batch.reset(token)


def record(
    ticket: Ticket, payload: Payload, *, actor: Actor, changed: Iterable[str] = (), cause: Event | None = None
) -> Event:
    """Save the `changed` columns of the locked ticket and append the event, in the caller's transaction.

    A ticket that is not stored yet is stored whole, so that its first event costs no second write.

    The readers' deliveries are written with it; the doorbell rings when the transaction commits.
    """
    now = clock.now()
    ticket.last_seq += 1
    if not payload.is_private:
        ticket.last_activity_at = now
    if ticket._state.adding:
        _insert_ticket(ticket)
    else:
        ticket.save(update_fields=[*changed, "last_seq", "last_activity_at"])
    event = _insert_event(
        Event(
            ticket_id=ticket.pk,
            seq=ticket.last_seq,
            kind=payload.kind,
            payload=payload.as_row(),
            at=now,
            actor_id=actor.id,
            actor_kind=actor.kind,
            cause=cause,
            batch=_batch.get() or uuid.uuid4(),
            public=payload.public,
            origin=_origin.get(),
        )
    )
    owed = [
        Delivery(event_id=event.pk, reader=name, due_at=now)
        for name, reader in readers.items()
        if payload.kind in reader.kinds
    ]
    Delivery.objects.bulk_create(owed)
    transaction.on_commit(
        partial(doorbell.ring, ["deliveries", *topics_of(ticket, payload)], event=event.pk, kind=payload.kind)
    )
    return event


def newest_event() -> int:
    """The id of the newest event, 0 while nothing has happened yet."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def topics_of(ticket: Ticket, payload: Payload) -> list[str]:
    """Who is rung: the desk always, the customer's side only for what a customer may see. Whoever writes what is
    private rings those whom it concerns.
    """
    if payload.is_private:
        return []
    topics = [f"desk:{ticket.pk}", f"inbox:{ticket.group_id}"]
    if before := getattr(payload, "before_group", None):
        topics.append(f"inbox:{before}")
    if payload.public:
        topics += [f"ticket:{ticket.pk}", f"person:{ticket.requester_id}"]
    return topics
