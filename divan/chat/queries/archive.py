"""Past chats: those that fit, one page at a time, the newest first or, by words, the best first (C3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from divan.chat.models import Chat, ChatMember
from divan.chat.queries.archive_filters import Asked, fitting
from divan.core.actors import Actor
from divan.core.cursors import cursor_behind, place_of
from divan.search.queries import Found, OneOf, Query, find
from divan.tickets.models import Ticket
from divan.tickets.search_documents import LIVE, TICKET

PAGE, FEW = 50, 5_000


@dataclass(frozen=True, slots=True)
class Past:
    """A chat in the list, with the names of those who were in it."""

    chat: Chat
    experts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some chats, and the cursor of what comes after them (empty at the end).

    `is_cut`: they are the last, but of very many chats with these words only the newest were looked at.
    """

    rows: list[Past]
    following: str
    is_cut: bool = False


def page_of(actor: Actor, asked: Asked, *, after: str = "", size: int = PAGE) -> Page:
    """A page of past chats whose tickets the actor may see. A cursor that is not ours counts as none."""
    is_cut, chats = False, fitting(actor, asked)
    if asked.words:
        rows, found = _best(actor, asked.words, chats, after, size)
        following, is_cut = found.after, found.is_cut
    else:
        rows, following = _newest(chats, after, size)
    names = _experts_of(rows)
    return Page([Past(chat, names.get(chat.pk, ())) for chat in rows], following, is_cut)


def all_found(actor: Actor, asked: Asked, *, size: int) -> Iterator[list[Chat]]:
    """Everything that fits, the newest first, of `size` chats at a time, so that whoever writes them down never holds more.

    Words are looked for in each of these lots alone: so none is left out, however many there are.
    """
    after, chats = "", fitting(actor, asked)
    while True:
        lot, after = _newest(chats, after, size)
        if found := _with_words(actor, asked.words, lot) if asked.words else lot:
            yield found
        if not after:
            return


def _newest(chats: QuerySet[Chat], after: str, size: int) -> tuple[list[Chat], str]:
    """A page of these chats, and the cursor behind it."""
    if place := place_of(after):
        moment, chat_id = place
        # The first condition alone lets the database enter the index at that place.
        chats = chats.filter(Q(started_at__lt=moment) | Q(pk__lt=chat_id), started_at__lte=moment)
    # Ids first: with the tables beside it, a database may begin at the wrong one and sort a hundred thousand rows.
    ids = list(chats.order_by("-started_at", "-pk").values_list("pk", flat=True)[: size + 1])
    rows = list(_complete(Chat.objects.filter(pk__in=ids[:size])).order_by("-started_at", "-pk"))
    return rows, cursor_behind(rows[-1].started_at, rows[-1].pk) if len(ids) > size else ""


def _best(actor: Actor, words: str, chats: QuerySet[Chat], after: str, size: int) -> tuple[list[Chat], Found]:
    """Chats are found as the tickets that they are: by what was said publicly, notes, names and numbers."""
    asked = Query(words=words, facets=(LIVE,))
    found = find(asked, actor=actor, kind=TICKET, among=_tickets_of(chats), limit=size, after=after)
    tickets = [hit.object_id for hit in found.hits]
    rows = {chat.ticket_id: chat for chat in _complete(chats.filter(ticket_id__in=tickets))}
    return [rows[ticket] for ticket in tickets if ticket in rows], found


def _with_words(actor: Actor, words: str, lot: Sequence[Chat]) -> list[Chat]:
    """Those of a few chats in which the words are, in their order. Search goes through so few one by one."""
    among = Ticket.objects.filter(pk__in=[chat.ticket_id for chat in lot])
    found = find(words, actor=actor, kind=TICKET, among=among, limit=len(lot))
    tickets = {hit.object_id for hit in found.hits}
    return [chat for chat in lot if chat.ticket_id in tickets]


def _tickets_of(chats: QuerySet[Chat]) -> QuerySet[Ticket]:
    """Of few chats by their ids; of many with a look from the ticket, as search asks about some tickets at a time."""
    few = list(chats.order_by().values_list("ticket_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Ticket.objects.filter(OneOf("pk", few))
    return Ticket.objects.filter(Exists(chats.order_by().filter(ticket_id=OuterRef("pk"))))


def _complete(chats: QuerySet[Chat]) -> QuerySet[Chat]:
    return chats.select_related("ticket", "site")


def _experts_of(chats: Sequence[Chat]) -> dict[int, tuple[str, ...]]:
    """By chat, the names of those who came into it, in their order."""
    stays = ChatMember.objects.filter(chat__in=chats, joined_at__isnull=False).order_by("joined_at", "pk")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for chat_id, name in stays.values_list("chat_id", "name"):
        found[chat_id][name] = None
    return {chat_id: tuple(names) for chat_id, names in found.items()}
