"""The gate of side threads: only those whom a thread names, as long as they see its ticket. No role opens them."""

from __future__ import annotations

from django.db.models import QuerySet

from divan.consulting.models.threads import SideThread
from divan.conversations.models import Attachment, Message
from divan.core.actors import Actor
from divan.core.ids import id_in
from divan.core.rows import one_of
from divan.tickets.access import is_staff_on
from divan.tickets.models import Ticket

FAMILY = "thread"


def threads_on(actor: Actor, ticket: Ticket) -> QuerySet[SideThread]:
    """The side threads of a ticket in which the actor is named."""
    if not (actor.is_authenticated and is_staff_on(actor, ticket)):
        return SideThread.objects.none()
    return SideThread.objects.filter(ticket=ticket, people__user_id=actor.person_id)


def thread_on(actor: Actor, ticket: Ticket, thread_id: int) -> SideThread:
    """The actor's side thread with that id; raises NotAllowed for any other, which looks like a missing one."""
    found = one_of(threads_on(actor, ticket).filter(pk=thread_id), f"side thread {thread_id}")
    found.ticket = ticket
    return found


def messages_of(thread: SideThread) -> QuerySet[Message]:
    """What was written in a thread that the gate has given."""
    return Message.objects.filter(conversation_id=thread.conversation_id)


def file_of(thread: SideThread, attachment_id: int) -> Attachment:
    """A file of a thread that the gate has given; raises NotAllowed for any other."""
    return one_of(
        Attachment.objects.filter(pk=attachment_id, message__in=messages_of(thread)), f"file {attachment_id}"
    )


def may_listen(actor: Actor, key: str) -> bool:
    """Topic `thread:<id>`: somebody wrote in a side thread."""
    if not actor.is_staff:
        return False
    found = SideThread.objects.filter(pk=id_in(key), people__user_id=actor.person_id)
    thread = found.select_related("ticket").first()
    return thread is not None and is_staff_on(actor, thread.ticket)
