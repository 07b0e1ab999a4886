"""What is being written on the desk: the reader's own drafts, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from divan.conversations.models import Attachment, Message
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.prepared import Prepared
from divan.tickets import access
from divan.tickets.models import Composition, Ticket

State = Composition.State
MOST_LISTED = 200
_WAITING = (State.WAITING, State.REVIEW)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that will be sent at `send_at`, or when it is approved. Its author reads what it says, and who
    may review it.
    """

    id: int
    author: str
    photo: str
    mode: str
    send_at: datetime
    seconds: int
    is_own: bool
    text: str
    html: str
    is_review: bool = False
    may_review: bool = False


@dataclass(frozen=True, slots=True)
class OnTicket:
    """`drafts` are the reader's own by mode; `waiting` is everybody's, what goes first in front."""

    drafts: dict[str, Composition] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)


def on_ticket(actor: Actor, ticket: Ticket) -> OnTicket:
    """What is being written in a ticket on whose desk side the actor stands (one query)."""
    found = _written_by(author=actor.person_id, ticket=ticket.pk)
    may_review = actor.may(access.REVIEW) and actor.right_in(ticket.group_id) >= Right.REPLY
    return OnTicket(
        drafts={row.mode: row for row in found if row.state not in _WAITING},
        waiting=[_waiting(row, actor, may_review=may_review) for row in found if row.state in _WAITING],
    )


def _written(author: int, ticket: int) -> QuerySet[Composition]:
    own = Q(author_id=author, state__in=(State.DRAFT, State.FAILED))
    rows = Composition.objects.filter(own | Q(state__in=_WAITING), ticket_id=ticket)
    return rows.select_related("author").order_by("send_at", "id")


_written_by = Prepared(_written, author=int, ticket=int)


def _waiting(row: Composition, actor: Actor, *, may_review: bool) -> Waiting:
    is_own, is_review = row.author_id == actor.id, row.state == State.REVIEW
    is_mine_to_review = is_review and may_review and not is_own
    is_readable = is_own or is_mine_to_review
    send_at = row.send_at or clock.now()
    return Waiting(
        id=row.pk,
        author=str(row.author),
        photo=row.author.photo_url,
        mode=row.mode,
        send_at=send_at,
        seconds=max(0, round((send_at - clock.now()).total_seconds())),
        is_own=is_own,
        text=row.text if is_readable else "",
        html=row.html if is_readable else "",
        is_review=is_review,
        may_review=is_mine_to_review,
    )


def files_by_composition(rows: Iterable[Composition]) -> dict[int, list[Attachment]]:
    """The files that drafts hold and that are still there, in one query; none when no draft has any."""
    wanted = {pk: row.pk for row in rows for pk in row.attachments}
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(pk__in=wanted) if wanted else ():
        found.setdefault(wanted[file.pk], []).append(file)
    return found


@dataclass(frozen=True, slots=True)
class Unsent:
    """A row of the list of one's own drafts; `ticket` is None for new mails and for what one no longer sees."""

    composition: Composition
    ticket: Ticket | None


def unsent_of(actor: Actor) -> list[Unsent]:
    """Everything that the actor has written and not sent, what waits first, then the newest (two queries)."""
    rows = access.compositions_of(actor).exclude(state=State.SENT).select_related("group")
    found = list(rows.order_by("-updated_at", "-id")[:MOST_LISTED])
    tickets = access.visible_to(actor).in_bulk({row.ticket_id for row in found if row.ticket_id})
    found.sort(key=lambda row: row.state not in _WAITING)
    return [Unsent(row, tickets.get(row.ticket_id or 0)) for row in found]


@dataclass(frozen=True, slots=True)
class ToReview:
    """A row of the queue of reviews. `seen` is the newest message of its ticket."""

    composition: Composition
    seen: int


def reviews_for(actor: Actor) -> list[ToReview]:
    """What waits for the actor's review, the oldest first (two queries)."""
    rows = access.compositions_to_review(actor).select_related("author", "ticket", "group")
    found = list(rows.order_by("id")[:MOST_LISTED])
    conversations = {row.ticket.conversation_id for row in found if row.ticket}
    newest = dict(
        Message.objects.filter(conversation_id__in=conversations)
        .order_by()
        .values("conversation_id")
        .annotate(newest=Max("pk"))
        .values_list("conversation_id", "newest")
    )
    return [ToReview(row, newest.get(row.ticket.conversation_id, 0) if row.ticket else 0) for row in found]
