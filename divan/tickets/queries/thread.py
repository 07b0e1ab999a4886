"""The conversation of a ticket as the desk reads it: days, messages with their files, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from markupsafe import Markup

from divan.accounts.models import User
from divan.accounts.models.users import photo_address
from divan.conversations.bodies import content_ids
from divan.conversations.files import SHOWN_INLINE
from divan.conversations.models import Channel, Message, Visibility
from divan.core.actors import SYSTEM, Actor, Kind
from divan.core.l10n.languages import known
from divan.core.labels import label
from divan.core.prepared import Prepared
from divan.knowledge.queries.linkable import titles
from divan.tickets import access
from divan.tickets.events import Names, Payload, kinds, namers
from divan.tickets.hooks import message_details
from divan.tickets.merged import brought_to
from divan.tickets.models import Category, Event, Tag, Ticket
from divan.tickets.recipients import shown_to_customers

LATEST = 30
MAX_EVENTS = 300
# The message itself is in the thread, so the event that announces it is not told again.
_TOLD_BY_MESSAGES = (
    "ticket.created",
    "message.received",
    "message.sent",
    "message.noted",
    "message.withheld",
    "message.forwarded",
    "article.linked",
    "reply.submitted",
)
_MESSAGE_COLUMNS = (
    "id",
    "conversation_id",
    "author_id",
    "author__name",
    "author__photo",
    "author_name",
    "from_staff",
    "visibility",
    "channel",
    "text",
    "html",
    "quoted",
    "language",
    "recipients",
    "has_original",
    "is_automatic",
    "is_verified",
    "delivery",
    "created_at",
)
_FILE_COLUMNS = {
    name: f"attachments__{name}" for name in ("id", "name", "size", "content_type", "content_id")
}
EVENT_COLUMNS = ("kind", "payload", "at", "actor_id", "actor_kind", "actor__name", "actor__email")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a sentence."""

    at: datetime
    icon: str
    sentence: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the thread: a new day, a message (a row) or an event."""

    day: date | None = None
    message: Mapping[str, Any] | None = None
    event: Told | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of the conversation, oldest first.

    `first` is the id of its first message, `has_earlier` says whether there are older ones.
    """

    entries: list[Entry]
    first: int
    has_earlier: bool


def thread_of(
    actor: Actor,
    ticket: Ticket,
    groups: Mapping[int, str],
    *,
    since: int = 0,
    before: int = 0,
    untold: Collection[str] = (),
) -> Thread:
    """The newest `LATEST` messages and the events among them, in two queries and one more for each
    of people, categories, tags, tickets and articles where they are told, and of slices that know more about mails.

    `since` keeps a page that is open complete: everything from that message on. `before` gives the stretch
    that ends before that message. `groups` are group names that the caller has looked up already, `untold`
    kinds of event that are left out.
    """
    messages, has_earlier = _messages(actor, ticket, since, before)
    events = _events(actor, ticket, messages, before, untold)
    told = told_of(events, ticket, groups)
    moments = sorted(
        [(row["created_at"], 0, row["id"], Entry(message=row)) for row in messages]
        + [(event.at, 1, order, Entry(event=event)) for order, event in enumerate(told)],
        key=lambda moment: moment[:3],
    )
    first = messages[0]["id"] if messages else 0
    return Thread(_with_days((at, entry) for at, _kind, _id, entry in moments), first, has_earlier)


def pictures_of(message: Mapping[str, Any], address: Callable[..., str]) -> dict[str, str]:
    """Addresses of the pictures that stand in a message, by Content-ID; `address` gives that of a file."""
    return {
        file["content_id"]: f"{address(attachment_id=file['id'], name=file['name'])}?show=1"
        for file in message["files"]
        if file["is_in_text"]
    }


def _messages(actor: Actor, ticket: Ticket, since: int, before: int) -> tuple[list[dict[str, Any]], bool]:
    shown = _with_files(_rows(actor, ticket, since, before))
    # With `since` the page has its beginning already and does not ask for what is before.
    has_earlier = not since and len(shown) > LATEST
    shown = shown[1:] if has_earlier else shown
    if access.is_staff_on(actor, ticket):
        _add_details(shown)
        brought = brought_to(ticket)
        for message in shown:
            message["origin"] = brought.get(message["conversation_id"])
    else:
        for message in shown:
            message["recipients"] = shown_to_customers(message["recipients"])
    return shown, has_earlier


def _rows(actor: Actor, ticket: Ticket, since: int, before: int) -> list[dict[str, Any]]:
    """Messages with their files, oldest first, in one query: a row for each file, one at least."""
    if access.is_staff_on(actor, ticket) and not (before or ticket.has_merged):
        newest = _grown if since else _latest
        return newest(conversation=ticket.conversation_id, since=since)
    found = access.messages_for(actor, ticket)
    if before:
        found = found.filter(pk__lt=before)
    return list(_newest_of(found, since, LATEST * 10 if since else LATEST + 1))


def _newest_of(found: QuerySet[Message], since: int, most: int) -> QuerySet[Message, dict[str, Any]]:
    newest = found.filter(pk__gte=since).order_by("-pk")[:most]
    columns = [*_MESSAGE_COLUMNS, *_FILE_COLUMNS.values()]
    shown = found.filter(pk__in=newest.values("pk"))
    return shown.order_by("pk", "attachments__pk").values(*columns)


def _on_desk(most: int) -> Prepared[dict[str, Any]]:
    """Messages of a ticket into which nothing was merged, for whoever stands on the desk's side as the system does."""

    def build(conversation: int, since: int) -> QuerySet[Message, dict[str, Any]]:
        readable = access.messages_for(SYSTEM, Ticket(conversation_id=conversation))
        return _newest_of(readable, since, most)

    return Prepared(build, conversation=int, since=int)


_latest, _grown = _on_desk(LATEST + 1), _on_desk(LATEST * 10)


def _with_files(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each message once, with its files."""
    by_id: dict[int, dict[str, Any]] = {}
    for row in rows:
        message = by_id.get(row["id"])
        if message is None:
            message = by_id[row["id"]] = row
            row["who"] = row["author__name"] or row["author_name"]
            row["photo"] = photo_address(row["author__photo"])
            row["is_note"] = row["visibility"] == Visibility.INTERNAL
            row["files"], row["details"] = [], {}
            row["content_ids"] = content_ids(row["html"])
        if row["attachments__id"]:
            file = {name: row[column] for name, column in _FILE_COLUMNS.items()}
            file["is_shown"] = file["content_type"] in SHOWN_INLINE
            file["is_in_text"] = file["is_shown"] and file["content_id"] in message["content_ids"]
            message["files"].append(file)
    return list(by_id.values())


def _add_details(messages: list[dict[str, Any]]) -> None:
    """Put beside each mail what other slices know about it."""
    mails = [message for message in messages if message["channel"] == Channel.EMAIL]
    for name, look_up in message_details.items() if mails else ():
        known = look_up([message["id"] for message in mails])
        for message in mails:
            if message["id"] in known:
                message["details"][name] = known[message["id"]]


def _events(
    actor: Actor, ticket: Ticket, messages: list[dict[str, Any]], before: int, untold: Collection[str]
) -> list[dict[str, Any]]:
    """Events of the same stretch of time as the messages; every ticket begins with one."""
    if messages and access.is_staff_on(actor, ticket) and not (before or untold):
        return list(reversed(_told_on_desk(ticket=ticket.pk, first=messages[0]["id"])))
    events = access.events_for(actor, ticket).exclude(kind__in=(*untold_kinds(), *untold))
    if messages:
        events = events.filter(at__gte=messages[0]["created_at"])
    if before:
        bound = access.messages_for(actor, ticket).filter(pk=before).values("created_at")[:1]
        events = events.filter(at__lt=bound)
    return list(reversed(events.order_by("-seq").values(*EVENT_COLUMNS)[:MAX_EVENTS]))


def _since_message(ticket: int, first: int) -> QuerySet[Event, dict[str, Any]]:
    """The events since a message, for whoever stands on the desk's side as the system does."""
    events = access.events_for(SYSTEM, Ticket(pk=ticket)).exclude(kind__in=untold_kinds())
    begin = Message.objects.filter(pk=first).values("created_at")[:1]
    return events.filter(at__gte=begin).order_by("-seq").values(*EVENT_COLUMNS)[:MAX_EVENTS]


_told_on_desk = Prepared(_since_message, ticket=int, first=int)


def untold_kinds() -> list[str]:
    """Kinds that no line of the thread tells."""
    return [*_TOLD_BY_MESSAGES, *(kind for kind, payload in kinds.items() if not payload.is_listed)]


def told_of(events: list[dict[str, Any]], ticket: Ticket, groups: Mapping[int, str]) -> list[Told]:
    """Rows of events (`EVENT_COLUMNS`) as sentences, with the names looked up once for all of them."""
    payloads = [
        (event, kinds[event["kind"]].from_row(event["payload"])) for event in events if event["kind"] in kinds
    ]
    names = _names(payloads, ticket, groups)
    return [
        Told(event["at"], payload.icon, payload.sentence(_actor_name(event, names), names))
        for event, payload in payloads
    ]


def _actor_name(event: Mapping[str, Any], names: Names) -> str:
    return SYSTEM.name if event["actor_kind"] == Kind.SYSTEM else names.person(event["actor_id"])


def _names(
    payloads: Iterable[tuple[Mapping[str, Any], Payload]], ticket: Ticket, groups: Mapping[int, str]
) -> Names:
    """The names that the sentences need; most are known, the rest is looked up only if somebody asks for it."""
    people = {user.pk: str(user) for user in (ticket.requester, ticket.assignee) if user}
    strangers: set[int] = set()
    categories: set[int] = set()
    tags: set[int] = set()
    tickets: set[int] = set()
    articles: set[int] = set()
    others: dict[str, set[int]] = {}
    for event, payload in payloads:
        if event["actor_id"]:
            people[event["actor_id"]] = event["actor__name"] or event["actor__email"]
        wanted = payload.references()
        strangers.update(wanted.get("people", ()))
        categories.update(wanted.get("categories", ()))
        tags.update(wanted.get("tags", ()))
        tickets.update(wanted.get("tickets", ()))
        articles.update(wanted.get("articles", ()))
        for noun in wanted.keys() & namers.keys():
            others.setdefault(noun, set()).update(wanted[noun])
    if strangers := strangers - people.keys():
        found = User.objects.filter(pk__in=strangers).values_list("pk", "name", "email")
        people |= {pk: name or email for pk, name, email in found}
    named = Category.objects.filter(pk__in=categories).values_list("pk", "names") if categories else ()
    tagged = Tag.objects.filter(pk__in=tags).values_list("pk", "name") if tags else ()
    numbers = Ticket.objects.filter(pk__in=tickets).values_list("pk", "number") if tickets else ()
    return Names(
        people,
        groups,
        {pk: label(names) for pk, names in named},
        tags=dict(tagged),
        tickets=dict(numbers),
        articles=titles(articles, known(get_language())) if articles else {},
        others={noun: namers[noun](ids) for noun, ids in others.items()},
    )


def _with_days(moments: Iterable[tuple[datetime, Entry]]) -> list[Entry]:
    """The entries with a separator wherever a new day begins for the reader."""
    entries: list[Entry] = []
    current: date | None = None
    for at, entry in moments:
        day = timezone.localtime(at).date()
        if day != current:
            entries.append(Entry(day=day))
            current = day
        entries.append(entry)
    return entries
