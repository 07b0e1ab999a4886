"""What an agent can answer with: articles, and replies to tickets like this one (K3, K4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core.actors import ANONYMOUS, Actor
from divan.core.errors import NotAllowed
from divan.knowledge.queries import linkable
from divan.knowledge.queries.linkable import Answering, Linkable
from divan.search.queries import similar
from divan.tickets.access import on_desk
from divan.tickets.actions.drafting import Mode
from divan.tickets.models import ArticleUse, Status, Ticket
from divan.tickets.personal import without_people
from divan.tickets.queries.article_words import known_people
from divan.tickets.search_documents import TICKET

SIMILAR = 5
_LONGEST = 4000
_FINISHED = (Status.SOLVED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Answered:
    """A ticket like this one, and how it was answered: the last public reply of the desk."""

    number: str
    subject: str
    language: str
    status: str
    message: int
    text: str
    text_language: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The side panel. `used` tells of articles that are in this ticket already whether they were read."""

    articles: Sequence[Linkable]
    kept_back: frozenset[int]
    tickets: Sequence[Answered]
    used: dict[int, bool]


@dataclass(frozen=True, slots=True)
class Reply:
    """An earlier reply that may be adapted. Where names and numbers of people stood in it, `text` has marks; then
    it `has_gaps`.
    """

    id: int
    number: str
    text: str
    has_gaps: bool


def answering_in(actor: Actor, ticket: Ticket, mode: str) -> Answering:
    """Somebody who writes to the ticket's requester; in a note, to the team."""
    reader = None if mode == Mode.NOTE else _outsider_or(ticket.requester, mode)
    return Answering(actor, reader, ticket.requester.language)


def answering_to(actor: Actor, address: str) -> Answering:
    """Somebody who writes a new mail to that address."""
    person = User.objects.by_email(address) if address else None
    language = person.language if person else actor.language
    return Answering(actor, actor_of(person) if person else ANONYMOUS, language)


def found_for(answering: Answering, text: str, ticket: Ticket | None) -> list[Linkable]:
    """Articles for what was typed; before anything is, those that are nearest to the ticket."""
    if text.strip():
        return linkable.find_linkable(answering, text)
    return linkable.near(answering, text_of(ticket)) if ticket else []


def answers_for(actor: Actor, ticket: Ticket) -> Answers:
    """Articles and finished tickets near to what the ticket asks."""
    text = text_of(ticket)
    articles = linkable.near(answering_in(actor, ticket, Mode.NOTE), text)
    readable = linkable.articles_for(actor, actor_of(ticket.requester))
    public = set(readable.filter(pk__in=[one.id for one in articles]).values_list("pk", flat=True))
    uses = ArticleUse.objects.filter(ticket=ticket, kind=ArticleUse.Kind.LINKED, article__isnull=False)
    used: dict[int, bool] = {}
    for article, read_at in uses.values_list("article_id", "read_at"):
        used[article or 0] = used.get(article or 0, False) or read_at is not None
    return Answers(
        articles=articles,
        kept_back=frozenset(one.id for one in articles) - public,
        tickets=_answered_like(actor, ticket, text),
        used=used,
    )


def reply_to_adapt(actor: Actor, message_id: int) -> Reply:
    """A public message of a ticket on whose desk side the actor stands; raises NotAllowed for any other."""
    message = Message.objects.public().filter(pk=message_id).first()
    found = message and on_desk(actor).filter(conversation_id=message.conversation_id).first()
    if not message or not found:
        raise NotAllowed(f"message {message_id}")
    people = known_people(found, [message])
    text = without_people(message.text, people, message.language or actor.language, keeps_links=True)
    return Reply(message.pk, found.number, text, has_gaps=text != message.text.strip())


def text_of(ticket: Ticket) -> str:
    """What the ticket asks: its subject and its first public message."""
    messages = Message.objects.filter(conversation_id=ticket.conversation_id, visibility=Visibility.PUBLIC)
    first = messages.order_by("pk").values_list("text", flat=True).first() or ""
    return f"{ticket.subject}\n{first[:_LONGEST]}"


def _outsider_or(requester: User, mode: str) -> Actor:
    """Whoever gets a forwarded message reads what everybody may; a reply goes to the requester."""
    return ANONYMOUS if mode == Mode.FORWARD else actor_of(requester)


def _answered_like(actor: Actor, ticket: Ticket, text: str) -> list[Answered]:
    """Finished tickets that share rare words with this one and were answered, the nearest first."""
    finished = on_desk(actor).filter(status__in=_FINISHED)
    hits = similar(text, actor=actor, kind=TICKET, among=finished, without=(ticket.pk,), limit=2 * SIMILAR)
    tickets = finished.in_bulk([hit.object_id for hit in hits])
    conversations = [row.conversation_id for row in tickets.values()]
    replies = Message.objects.public().filter(conversation_id__in=conversations, from_staff=True)
    last = (
        replies.exclude(text="").order_by().values("conversation_id").annotate(last=Max("pk")).values("last")
    )
    answers = {row.conversation_id: row for row in Message.objects.filter(pk__in=last)}
    nearest = [tickets[hit.object_id] for hit in hits if hit.object_id in tickets]
    return [
        _answered(row, answers[row.conversation_id]) for row in nearest if row.conversation_id in answers
    ][:SIMILAR]


def _answered(ticket: Ticket, answer: Message) -> Answered:
    return Answered(
        ticket.number, ticket.subject, ticket.language, ticket.status, answer.pk, answer.text, answer.language
    )
