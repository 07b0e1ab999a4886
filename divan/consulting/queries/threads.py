"""What is shown of side threads. The caller has the ticket from its gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from divan.accounts.models import User
from divan.consulting import threads_access
from divan.consulting.models.threads import SideThread, SideThreadPerson
from divan.conversations.bodies import content_ids
from divan.conversations.files import SHOWN_INLINE
from divan.conversations.models import Attachment, Message
from divan.core.actors import Actor
from divan.tickets.models import Ticket

# Of more messages the newest are shown; nobody writes as many beside one ticket.
MOST_MESSAGES = 500
MOST_COLLEAGUES = 300


@dataclass(frozen=True, slots=True)
class Beside:
    """A side thread in the panel of its ticket."""

    id: int
    subject: str
    is_open: bool
    last_message_at: datetime
    unread: int
    people: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a side thread as it is read; `pictures` are addresses by Content-ID."""

    message: Message
    who: str
    files: list[Attachment]
    pictures: dict[str, str]


def threads_beside(actor: Actor, ticket: Ticket) -> list[Beside]:
    """The actor's side threads of a ticket, open ones first, with what is new to them (two queries at most)."""
    mine = SideThreadPerson.objects.filter(thread__in=threads_access.threads_on(actor, ticket))
    rows = list(
        mine.filter(user_id=actor.person_id)
        .annotate(
            unread=Count(
                "thread__conversation__messages",
                filter=Q(thread__conversation__messages__id__gt=F("seen_message")),
            )
        )
        .order_by("-thread__is_open", "-thread__last_message_at", "-thread_id")
        .values_list("thread_id", "thread__subject", "thread__is_open", "thread__last_message_at", "unread")
    )
    people = _names([row[0] for row in rows]) if rows else {}
    return [Beside(*row, people=people.get(row[0], [])) for row in rows]


def lines_of(thread: SideThread, number: str) -> list[Line]:
    """The messages of a thread, oldest first, with their files (two queries)."""
    newest = threads_access.messages_of(thread).order_by("-pk").values("pk")[:MOST_MESSAGES]
    messages = Message.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
    shown = messages.select_related("author").prefetch_related("attachments").order_by("pk")
    return [_line(message, thread, number) for message in shown]


def people_of(thread: SideThread) -> list[User]:
    """Everybody whom the thread names, by name."""
    return list(User.objects.filter(pk__in=thread.people.values("user_id")).order_by("name", "pk"))


def colleagues_for(actor: Actor, *, without: Iterable[int] = ()) -> list[tuple[int, str]]:
    """Whom the actor may name, except those who are there already."""
    rows = nameable(actor, without=without).values_list("pk", "name", "email")[:MOST_COLLEAGUES]
    return [(pk, name or email) for pk, name, email in rows]


def nameable(actor: Actor, *, without: Iterable[int]) -> QuerySet[User]:
    """Active staff by name, but neither the actor nor those of `without`."""
    staff = User.objects.filter(is_active=True, role__is_staff=True)
    return staff.exclude(pk__in=[actor.person_id, *without]).order_by("name", "pk")


def _names(threads: list[int]) -> dict[int, list[str]]:
    rows = SideThreadPerson.objects.filter(thread__in=threads).order_by("user__name", "user_id")
    found: dict[int, list[str]] = {}
    for thread, name, email in rows.values_list("thread_id", "user__name", "user__email"):
        found.setdefault(thread, []).append(name or email)
    return found


def _line(message: Message, thread: SideThread, number: str) -> Line:
    wanted = content_ids(message.html)
    pictures: dict[str, str] = {}
    files: list[Attachment] = []
    for file in message.attachments.all():
        if file.content_id in wanted and file.content_type in SHOWN_INLINE:
            pictures[file.content_id] = f"{_address(thread, number, file)}?show=1"
        else:
            files.append(file)
    who = message.author.name if message.author else message.author_name
    return Line(message, who or message.author_name, files, pictures)


def _address(thread: SideThread, number: str, file: Attachment) -> str:
    named: dict[str, Any] = {"number": number, "thread_id": thread.pk, "file_id": file.pk}
    return reverse("side_thread_file", kwargs={**named, "name": file.name})
