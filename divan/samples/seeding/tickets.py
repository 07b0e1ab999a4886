"""Tickets in bulk: rows of the ticket, its messages and its event log that agree with each other."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from divan.conversations.models import Channel, Conversation, Delivery, Message
from divan.core.actors import Kind
from divan.samples.bulk import continue_sequences, next_id, write
from divan.samples.library import stories
from divan.samples.seeding.people import Customer, Staff
from divan.tickets.events import kinds
from divan.tickets.models import CloseReason, Event, Priority, Status, Ticket, Urgency

SPAN = timedelta(days=3 * 365)
OPEN_PER_HUNDRED = 25
SNIPPET = 160

# What happened, in order: customer writes (c), agent takes it over (t), agent answers (a), and the ends.
FLOWS: dict[str, tuple[str, ...]] = {
    Status.NEW: ("c", "c", "c"),
    Status.OPEN: ("c", "t", "a", "c"),
    Status.PENDING: ("c", "t", "c", "a", "pending"),
    Status.ON_HOLD: ("c", "t", "a", "c", "on_hold"),
    Status.SOLVED: ("c", "t", "c", "a", "solved"),
    Status.CLOSED: ("c", "t", "c", "a", "solved", "closed"),
}
_OPEN = (Status.NEW, Status.NEW, Status.OPEN, Status.OPEN, Status.OPEN, Status.PENDING, Status.ON_HOLD)
_CHANNELS = (Channel.FORM.value, Channel.EMAIL.value, Channel.EMAIL.value, Channel.PORTAL.value)
_PRIORITIES = (Priority.LOW.value, *[Priority.NORMAL.value] * 4, Priority.HIGH.value, Priority.URGENT.value)


@dataclass
class Rows:
    """Rows that wait to be written together; ids are given out here."""

    next_ticket: int
    next_message: int
    next_event: int
    conversations: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


def add_tickets(
    serials: range, customers: list[Customer], staff: Staff, prefix: str, rng: random.Random, now: datetime
) -> None:
    """Write one ticket for each number of `serials`, in the caller's transaction."""
    rows = Rows(max(next_id(Ticket), next_id(Conversation)), next_id(Message), next_id(Event))
    for serial in serials:
        status = rng.choice(_OPEN) if rng.randrange(100) < OPEN_PER_HUNDRED else _finished(rng)
        _Life(rows, rng, now, rng.choice(customers), rng.choice(staff.groups), staff).live(
            f"{prefix}{serial}", status
        )
    for model, found in (
        (Conversation, rows.conversations),
        (Message, rows.messages),
        (Ticket, rows.tickets),
        (Event, rows.events),
    ):
        write(model, found)
    continue_sequences([Conversation, Message, Ticket, Event])


def _finished(rng: random.Random) -> Status:
    return Status.SOLVED if rng.randrange(20) == 0 else Status.CLOSED


class _Life:
    """One ticket from its first message to where it stands now."""

    def __init__(
        self,
        rows: Rows,
        rng: random.Random,
        now: datetime,
        customer: Customer,
        group: int,
        staff: Staff,
    ) -> None:
        self.rows, self.rng, self.customer, self.group = rows, rng, customer, group
        self.agent = rng.choice(staff.agents[group])
        self.agent_name = staff.names[self.agent]
        self.story = rng.choice(stories(customer.language))
        self.id, self.seq = rows.next_ticket, 0
        rows.next_ticket += 1
        self.at = now - timedelta(seconds=rng.randrange(int(SPAN.total_seconds())))
        self.step = min(timedelta(hours=rng.randrange(1, 30)), (now - self.at) / 8)
        self.channel = rng.choice(_CHANNELS)
        self.row: dict[str, Any] = {}

    def live(self, number: str, status: Status) -> None:
        """Collect all rows of the ticket."""
        self.row = {
            "id": self.id,
            "number": number,
            "subject": self.story.subject,
            "status": Status.NEW.value,
            "urgency": Urgency.NORMAL.value,
            "priority": self.rng.choice(_PRIORITIES),
            "group_id": self.group,
            "requester_id": self.customer.id,
            "submitter_id": self.customer.id,
            "organization_id": self.customer.organization_id,
            "conversation_id": self.id,
            "channel": self.channel,
            "language": self.customer.language,
            "created_at": self.at,
            "waiting_since": self.at,
        }
        self.rows.conversations.append({"id": self.id, "created_at": self.at})
        for step in FLOWS[status]:
            self._do(step)
            self.at += self.step
        self.row |= {"last_seq": self.seq, "last_activity_at": self.at - self.step}
        self.rows.tickets.append(self.row)

    def _do(self, step: str) -> None:
        batch = uuid.UUID(int=self.rng.getrandbits(128), version=4).hex
        if step == "c":
            self._customer_writes(batch)
        elif step == "t":
            self.row |= {"assignee_id": self.agent}
            self._event("ticket.assigned", batch, assignee=self.agent, before_assignee=None)
            self._become(Status.OPEN, batch)
        elif step == "a":
            message = self._message(self.agent, self.agent_name, from_staff=True)
            self.row |= {"last_staff_message_at": self.at, "waiting_since": None}
            self.row.setdefault("first_reply_at", self.at)
            self._event("message.sent", batch, message=message)
        elif step in (Status.SOLVED, Status.CLOSED):
            self._finish(Status(step), batch)
        else:
            self._become(Status(step), batch)

    def _customer_writes(self, batch: str) -> None:
        message = self._message(self.customer.id, self.customer.name, from_staff=False)
        self.row["last_customer_message_at"] = self.at
        self.row["waiting_since"] = self.row["waiting_since"] or self.at
        if self.seq:
            self._event("message.received", batch, message=message)
        else:
            self._event("ticket.created", batch, message=message, channel=self.channel)

    def _message(self, author: int, name: str, *, from_staff: bool) -> int:
        texts = self.story.texts("a" if from_staff else "c") or self.story.texts("c")
        text = texts[self.seq % len(texts)]
        pk, self.rows.next_message = self.rows.next_message, self.rows.next_message + 1
        self.rows.messages.append(
            {
                "id": pk,
                "conversation_id": self.id,
                "author_id": author,
                "author_name": name,
                "from_staff": from_staff,
                "channel": Channel.DESK.value if from_staff else self.channel,
                "text": text,
                "language": self.customer.language,
                "delivery": Delivery.SENT.value if from_staff else "",
                "created_at": self.at,
            }
        )
        self.row["snippet"] = " ".join(text.split())[:SNIPPET]
        return pk

    def _become(self, status: Status, batch: str) -> None:
        before, self.row["status"] = self.row["status"], status.value
        if before != status:
            self._event("ticket.state_changed", batch, status=status.value, before=before)

    def _finish(self, status: Status, batch: str) -> None:
        reason, before = CloseReason.RESOLVED.value, self.row["status"]
        self.row |= {"status": status.value, "is_open": False, "close_reason": reason, "waiting_since": None}
        self.row[f"{status.value}_at"] = self.at
        extra = {"message": None} if status == Status.SOLVED else {"confirmed": False}
        self._event(f"ticket.{status.value}", batch, reason=reason, before=before, **extra)

    def _event(self, kind: str, batch: str, **payload: Any) -> None:
        """One row of the log. The agent does everything but writing as the customer and opening."""
        self.seq += 1
        by_customer = kind in ("ticket.created", "message.received")
        pk, self.rows.next_event = self.rows.next_event, self.rows.next_event + 1
        self.rows.events.append(
            {
                "id": pk,
                "ticket_id": self.id,
                "seq": self.seq,
                "kind": kind,
                "payload": json.dumps(payload),
                "at": self.at,
                "actor_id": self.customer.id if by_customer else self.agent,
                "actor_kind": Kind.PERSON.value,
                "batch": batch,
                "public": kinds[kind].public,
            }
        )


def chunks(serials: range, size: int) -> Iterator[range]:
    """`serials` in pieces of `size`."""
    for start in range(serials.start, serials.stop, size):
        yield range(start, min(start + size, serials.stop))
