"""Tickets as search finds them: subject and number, what was written, names of files and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from divan.conversations.models import Attachment, Channel, Message, Visibility
from divan.core.actors import Actor, Kind, Right
from divan.search.actions import changed, start_rebuild
from divan.search.documents import Document, Passage, View, document_kinds
from divan.search.documents import Kind as DocumentKind
from divan.tickets.access import on_desk, visible_to
from divan.tickets.merged import brought_to_all
from divan.tickets.models import Event, Grant, Participant, Ticket
from divan.tickets.readers import Reader, readers

TICKET = "ticket"
LIVE = "live"
"""The facet of tickets that are chats: among many other tickets they are found by it."""

# The events after which a ticket may hold other words, belong to others or be seen by others.
_TELLING = frozenset(
    {
        "ticket.created",
        "message.received",
        "message.sent",
        "message.noted",
        "message.withheld",
        "message.held",
        "message.shared",
        "message.forwarded",
        "ticket.moved",
        "ticket.assigned",
        "ticket.participants_changed",
        "ticket.merged",
    }
)

_COLUMNS = (
    *("pk", "number", "subject", "language", "conversation_id", "group_id", "assignee_id", "organization_id"),
    *("channel", "requester_id", "requester__name", "requester__email", "has_merged"),
)

_Texts = dict[int, list[Passage]]


def register() -> None:
    """Make tickets known to search and search known to the event log."""
    document_kinds.add(TICKET, KIND)
    readers.add("search", Reader(apply=_apply, kinds=_TELLING, rebuild=_rebuild))


def _apply(event: Event) -> None:
    """Queue the ticket: however often it changes before its turn, it is indexed once."""
    changed(TICKET, event.ticket_id)


def _rebuild() -> None:
    start_rebuild([TICKET])


def _load(ids: Iterable[int]) -> list[Document]:
    """The documents of these tickets, in five queries."""
    rows = list(Ticket.objects.filter(pk__in=set(ids)).order_by("last_activity_at", "pk").values(*_COLUMNS))
    public, internal = _texts(rows)
    participants = _participants([row["pk"] for row in rows])
    granted = _granted([row["pk"] for row in rows])
    return [
        Document(
            object_id=row["pk"],
            subject=(Passage(row["subject"], row["language"]), Passage(row["number"], "en")),
            public=(*public[row["pk"]], *_requester(row)),
            internal=tuple(internal[row["pk"]]),
            facets=(*_facets(row, {row["requester_id"], *participants[row["pk"]]}), *granted[row["pk"]]),
        )
        for row in rows
    ]


def _requester(row: dict[str, Any]) -> tuple[Passage, ...]:
    return (Passage(row["requester__name"], "en"), Passage(row["requester__email"], "en"))


def _texts(rows: list[dict[str, Any]]) -> tuple[_Texts, _Texts]:
    """What is read in each ticket by everybody and by the desk alone, with what was merged into it."""
    brought = brought_to_all([row["pk"] for row in rows if row["has_merged"]])
    homes = {row["conversation_id"]: row["pk"] for row in rows}
    written, noted = _messages([*homes, *brought])
    public: _Texts = defaultdict(list)
    internal: _Texts = defaultdict(list)
    for conversation, pk in homes.items():
        public[pk] += written[conversation]
        internal[pk] += noted[conversation]
    for conversation, one in brought.items():
        (public if one.is_open else internal)[one.home] += written[conversation]
        internal[one.home] += noted[conversation]
    return public, internal


def _messages(conversations: list[int]) -> tuple[_Texts, _Texts]:
    """What was written in each conversation and how its files are called, public and internal apart."""
    public: _Texts = defaultdict(list)
    internal: _Texts = defaultdict(list)
    rows = Message.objects.filter(conversation_id__in=conversations).order_by("pk")
    for conversation, visibility, text, language, author in rows.values_list(
        "conversation_id", "visibility", "text", "language", "author_name"
    ):
        side = internal if visibility == Visibility.INTERNAL else public
        side[conversation] += [Passage(text, language), Passage(author, "en")]
    files = Attachment.objects.filter(message__conversation_id__in=conversations).order_by("pk")
    for conversation, visibility, name in files.values_list(
        "message__conversation_id", "message__visibility", "name"
    ):
        side = internal if visibility == Visibility.INTERNAL else public
        side[conversation].append(Passage(name, "en"))
    return public, internal


def _participants(tickets: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for ticket, user in Participant.objects.filter(ticket_id__in=tickets).values_list("ticket_id", "user_id"):
        found[ticket].add(user)
    return found


def _granted(tickets: list[int]) -> dict[int, list[str]]:
    """Colleagues who see a ticket by a grant, and groups as if the ticket were theirs: the gate decides."""
    found: dict[int, list[str]] = defaultdict(list)
    held = Grant.objects.filter(ticket_id__in=tickets, ended_at=None).order_by("pk")
    for ticket, person, group in held.values_list("ticket_id", "person_id", "group_id"):
        found[ticket].append(f"v{person}" if person else f"g{group}")
    return found


def _facets(row: dict[str, Any], people: set[int]) -> tuple[str, ...]:
    """Group, organisation, assignee, the people on the customer's side, and whether it is a chat."""
    of_organization = [f"o{row['organization_id']}"] if row["organization_id"] else []
    of_assignee = [f"a{row['assignee_id']}"] if row["assignee_id"] else []
    of_people = [f"p{person}" for person in sorted(people)]
    of_channel = [LIVE] if row["channel"] == Channel.CHAT else []
    return (f"g{row['group_id']}", *of_organization, *of_assignee, *of_people, *of_channel)


def _views(actor: Actor) -> tuple[View, ...]:
    """Staff read everything in their groups and what they were let see; everybody reads the public side of the tickets they take part in."""
    visible = partial(visible_to, actor)
    if actor.kind is Kind.SYSTEM:
        return (View(visible, reads_internal=True),)
    if actor.kind is Kind.GUEST:
        return (View(visible),)
    if actor.kind is not Kind.PERSON:
        return ()
    if not actor.is_staff:
        shared = [f"o{actor.organization_id}"] if actor.shares_organization and actor.organization_id else []
        return (View(visible, facets=(f"p{actor.id}", *shared)),)
    groups = actor.groups_with(Right.SEE)
    if groups is None:
        return (View(visible, reads_internal=True),)
    of_desk = (*(f"g{group}" for group in groups), f"v{actor.id}")
    return (
        View(partial(on_desk, actor), reads_internal=True, facets=of_desk),
        View(visible, facets=(f"p{actor.id}",)),
    )


_objects: Callable[[], QuerySet[Ticket]] = Ticket.objects.all

KIND = DocumentKind(
    code=1, label=_("Tickets"), load=_load, objects=_objects, views=_views, order="last_activity_at"
)
