"""Opening a ticket: the one way in for every channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from divan.accounts.installation import installation
from divan.accounts.models import Group, User
from divan.conversations.actions import Draft, add_message, start_conversation
from divan.conversations.models import Channel, Delivery
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.core.prepared import Prepared
from divan.tickets.actions.holding import require_approved
from divan.tickets.actions.using_articles import Linked, keep_links, link_articles
from divan.tickets.events import TicketCreated
from divan.tickets.log import record
from divan.tickets.models import Form, Participant, Ticket, Type, Urgency
from divan.tickets.numbers import format_number, next_serial
from divan.tickets.priorities import priority_of
from divan.tickets.types import defaults_of

SNIPPET = 160
_ADDRESS = re.compile(r" \(https?://[^\s()]*(?:\)|$)")
_of_submission = Prepared(lambda key: Ticket.objects.filter(submission_key=key)[:1], key=str)


@dataclass(frozen=True)
class NewTicket:
    """Everything a ticket begins with. `submission_key` makes a repeated submission one ticket."""

    requester: User
    group: Group
    subject: str
    draft: Draft
    channel: Channel
    form: Form | None = None
    type: str = Type.QUESTION
    urgency: str = Urgency.NORMAL
    category_id: int | None = None
    asset_id: int | None = None
    language: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    cc: tuple[User, ...] = ()
    submission_key: str | None = None
    follow_up_of: Ticket | None = None


def open_ticket(new: NewTicket, *, actor: Actor) -> Ticket:
    """Store the ticket, its first message, number and event in one transaction; returns the ticket.

    The same `submission_key` twice returns the ticket of the first time. Staff may open tickets for a
    requester in groups where they may reply; anybody else opens tickets for themselves.
    """
    if actor.is_authenticated and actor.id != new.requester.pk and actor.right_in(new.group.pk) < Right.REPLY:
        raise NotAllowed("open a ticket for somebody else")
    try:
        with transaction.atomic():
            return _store(new, actor)
    except IntegrityError:
        # The key is unique, so a repetition is found where it would have been stored; others pay nothing for it.
        if found := _already(new):
            return found
        raise


def _already(new: NewTicket) -> Ticket | None:
    return _of_submission.first(key=new.submission_key) if new.submission_key else None


def _store(new: NewTicket, actor: Actor) -> Ticket:
    subject = " ".join(new.subject.replace("\x00", "").split())[:255]
    if not subject:
        raise Refused(_("Say in a few words what it is about."), field="subject")
    by_staff = actor.is_staff and (new.draft.author_id or actor.id) != new.requester.pk
    now = clock.now()
    if by_staff and new.draft.recipients:
        require_approved(actor)
    linked = link_articles(new.draft, by=new.requester.pk) if by_staff else Linked(new.draft)
    defaults = defaults_of(new.type)
    conversation = start_conversation()
    message = add_message(
        conversation,
        linked.draft,
        actor=actor,
        channel=new.channel,
        from_staff=by_staff,
        delivery=Delivery.QUEUED if by_staff and new.draft.recipients else Delivery.NONE,
    )
    here = installation()
    ticket = Ticket(
        number=format_number(
            next_serial(),
            prefix=here.number_prefix if here else "DVN-",
            checksum=bool(here and here.number_checksum),
        ),
        subject=subject,
        type=new.type,
        urgency=new.urgency,
        impact=defaults.impact,
        priority=priority_of(defaults.impact, new.urgency),
        category_id=new.category_id or defaults.category_id,
        asset_id=new.asset_id,
        group=new.group,
        requester=new.requester,
        submitter_id=actor.id or new.requester.pk,
        organization_id=new.requester.organization_id,
        form=new.form,
        conversation=conversation,
        channel=new.channel,
        language=new.language or message.language or new.requester.language,
        answers=dict(new.answers),
        snippet=snippet_of(message.text),
        submission_key=new.submission_key,
        follow_up_of=new.follow_up_of,
        created_at=now,
        last_activity_at=now,
        last_customer_message_at=None if by_staff else now,
        last_staff_message_at=now if by_staff else None,
        waiting_since=None if by_staff else now,
    )
    record(ticket, TicketCreated(message=message.pk, channel=new.channel), actor=actor)
    keep_links(ticket, linked, message, actor=actor)
    Participant.objects.bulk_create(
        [Participant(ticket=ticket, user=person) for person in new.cc if person.pk != new.requester.pk]
    )
    return ticket


def snippet_of(text: str) -> str:
    """The first words of a message, on one line, without the addresses that stand behind the words of links."""
    line = " ".join(_ADDRESS.sub("", text[: SNIPPET * 4]).split())
    return line if len(line) <= SNIPPET else line[: SNIPPET - 1].rstrip() + "…"
