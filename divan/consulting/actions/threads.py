"""Side threads: opening one, closing it and opening it again."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.consulting import threads_access
from divan.consulting.events.threads import (
    SideThreadClosed,
    SideThreadOpened,
    SideThreadReopened,
)
from divan.consulting.models.threads import SideThread, SideThreadPerson
from divan.conversations.actions import Draft, add_message, start_conversation
from divan.conversations.models import Channel, Message, Visibility
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.realtime import doorbell
from divan.tickets.actions import grant
from divan.tickets.actions.locking import locked
from divan.tickets.events import Payload
from divan.tickets.log import batch, record
from divan.tickets.models import Because, Ticket

VERB = "side_thread"
MOST_PEOPLE = 50


def open_side_thread(
    ticket: Ticket, subject: str, draft: Draft, *, people: Collection[int], actor: Actor
) -> SideThread:
    """Begin a side thread with a first message to `people`, who see the ticket from now on.

    Raises Refused without a subject, a message or anybody to talk to, and for who cannot be named.
    """
    heading = " ".join(subject.replace("\x00", "").split())[:200]
    with transaction.atomic(), batch():
        row = locked(ticket, VERB, actor)
        if draft.client_key and (known := _sent_before(row, draft.client_key, actor)):
            return known
        if not heading:
            raise Refused(_("Say in a few words what it is about."), field="subject")
        named = colleagues(people, without=actor.person_id)
        if not named:
            raise Refused(_("Name at least one colleague."), field="people")
        let_in(row, named, actor)
        now = clock.now()
        thread = SideThread.objects.create(
            ticket=row,
            conversation=start_conversation(),
            subject=heading,
            creator_id=actor.id,
            client_key=draft.client_key or None,
            created_at=now,
            last_message_at=now,
        )
        message = store(thread, draft, actor)
        name_people(thread, [person.pk for person in named])
        name_people(thread, [actor.person_id], seen=message.pk)
        joined = tuple(person.pk for person in named)
        tell(thread, SideThreadOpened(thread=thread.pk, message=message.pk, joined=joined), actor)
        return thread


def close_side_thread(thread: SideThread, *, actor: Actor) -> SideThread:
    """Nothing is written there any more until it is reopened."""
    return _set_open(thread, SideThreadClosed(thread=thread.pk), actor, is_open=False)


def reopen_side_thread(thread: SideThread, *, actor: Actor) -> SideThread:
    """Go on writing in a closed thread."""
    return _set_open(thread, SideThreadReopened(thread=thread.pk), actor, is_open=True)


def mark_side_thread_read(thread: SideThread, *, actor: Actor) -> None:
    """The actor has seen everything that stands there now."""
    newest = threads_access.messages_of(thread).order_by("-pk").values_list("pk", flat=True).first() or 0
    unread = thread.people.filter(user_id=actor.person_id, seen_message__lt=newest)
    if unread.update(seen_message=newest):
        ring([f"{threads_access.FAMILY}:{thread.pk}"], "side_thread.read")


def locked_thread(thread: SideThread, actor: Actor) -> SideThread:
    """The current row with its ticket, both locked, after both gates have agreed."""
    ticket = locked(thread.ticket, VERB, actor)
    SideThread.objects.select_for_update().filter(pk=thread.pk).first()
    return threads_access.thread_on(actor, ticket, thread.pk)


def colleagues(ids: Collection[int], *, without: int) -> list[User]:
    """Active staff with these ids; raises Refused if there are more than anybody talks with at once."""
    wanted = set(ids) - {without}
    if len(wanted) > MOST_PEOPLE:
        raise Refused(_("Name fewer people."), field="people")
    found = User.objects.filter(pk__in=wanted, is_active=True, role__is_staff=True)
    return list(found.select_related("role").order_by("pk"))


def let_in(ticket: Ticket, people: Collection[User], actor: Actor) -> None:
    """Those who are named see the ticket, also when it moves to another group."""
    for person in people:
        grant(ticket, person, because=Because.SIDE_THREAD, actor=actor)


def name_people(thread: SideThread, ids: Collection[int], *, seen: int = 0) -> None:
    """Put people into the thread; whoever is there already stays as they are."""
    now = clock.now()
    SideThreadPerson.objects.bulk_create(
        (SideThreadPerson(thread=thread, user_id=pk, seen_message=seen, joined_at=now) for pk in ids),
        ignore_conflicts=True,
    )


def store(thread: SideThread, draft: Draft, actor: Actor) -> Message:
    """Keep a message among those of the thread; nobody is told of it yet."""
    return add_message(
        thread.conversation_id,
        draft,
        actor=actor,
        channel=Channel.DESK,
        visibility=Visibility.INTERNAL,
        from_staff=True,
    )


def tell(thread: SideThread, payload: Payload, actor: Actor) -> None:
    """Append the event to the ticket, and ring the pages of those who are named."""
    ticket = Ticket.objects.select_for_update().get(pk=thread.ticket_id)
    record(ticket, payload, actor=actor)
    people = thread.people.values_list("user_id", flat=True)
    ring([f"{threads_access.FAMILY}:{thread.pk}", *(f"person:{pk}" for pk in people)], payload.kind)


def ring(topics: list[str], kind: str) -> None:
    """Wake open pages once the transaction is through."""
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind=kind))


def _sent_before(ticket: Ticket, client_key: str, actor: Actor) -> SideThread | None:
    mine = SideThread.objects.filter(ticket=ticket, creator_id=actor.id)
    return mine.filter(client_key=client_key).first()


def _set_open(thread: SideThread, payload: Payload, actor: Actor, *, is_open: bool) -> SideThread:
    with transaction.atomic():
        row = locked_thread(thread, actor)
        if row.is_open != is_open:
            row.is_open = is_open
            row.save(update_fields=["is_open"])
            tell(row, payload, actor)
        return row
