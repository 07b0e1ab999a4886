"""What a ticket tells an article: the problem and the answer, without the people."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import pgettext

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.l10n.languages import known as known_language
from divan.core.l10n.mail_text.subjects import strip_subject_prefixes
from divan.knowledge.access import require_author
from divan.tickets import access
from divan.tickets.models import Participant, Ticket
from divan.tickets.personal import Known, without_people

_MOST_MESSAGES = 200
_LONGEST = 40_000


def ticket_of_article(actor: Actor, number: str) -> Ticket:
    """The ticket, for those who write articles and work on it; raises NotAllowed for all others."""
    require_author(actor)
    ticket = access.ticket_for(actor, number)
    if not access.is_staff_on(actor, ticket):
        raise NotAllowed(number)
    return ticket


def article_words(actor: Actor, number: str, kind: str) -> tuple[str, dict[str, str]]:
    """The language and the first words of an article of type `kind`, by field.

    The title comes from the subject, the problem from what customers wrote, the answer from the public replies.
    Internal notes are never read. Raises NotAllowed like `ticket_of_article`.
    """
    ticket = ticket_of_article(actor, number)
    language = known_language(ticket.language)
    messages = _public(ticket)
    known = known_people(ticket, messages)
    asked = _joined(_clean(m, known, language) for m in messages if not m.from_staff)
    answered = _joined(_clean(m, known, language) for m in messages if m.from_staff)
    title = without_people(strip_subject_prefixes(ticket.subject), known, language)
    return language, {"title": title[:200], **_arranged(kind, asked, answered, language)}


def _public(ticket: Ticket) -> list[Message]:
    """What both sides wrote to each other; programs' answers are nobody's words."""
    rows = Message.objects.public().filter(conversation_id=ticket.conversation_id, is_automatic=False)
    return list(rows.select_related("author").order_by("pk")[:_MOST_MESSAGES])


def known_people(ticket: Ticket, messages: list[Message]) -> Known:
    """Everybody on the ticket: who asked, who answered, who took part or was written to."""
    taking_part = Participant.objects.filter(ticket=ticket).values("user_id")
    ids = {ticket.requester_id, ticket.submitter_id, ticket.assignee_id, *(m.author_id for m in messages)}
    there = Q(pk__in=[pk for pk in ids if pk]) | Q(pk__in=taking_part)
    people = list(User.objects.filter(there))
    recipients = [one for message in messages for one in message.recipients]
    return Known(
        names={
            *(person.name for person in people),
            *(message.author_name for message in messages),
            *(one.get("name", "") for one in recipients),
        },
        addresses={
            *(person.email for person in people),
            *(one["address"] for one in recipients),
        },
        organizations={ticket.organization.name} if ticket.organization else set(),
        number=ticket.number,
        host=urlsplit(settings.PUBLIC_URL).netloc,
    )


def _clean(message: Message, known: Known, language: str) -> str:
    return without_people(message.text, known, language, keeps_links=message.from_staff)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)[:_LONGEST]


def _arranged(kind: str, problem: str, answer: str, language: str) -> dict[str, str]:
    """The words in the places that this type of article has for them."""
    if kind == "known_error":
        return {"symptom": problem, "cause": "", "workaround": answer}
    with translation.override(language):
        asked, answered = (
            pgettext("heading in an article", "Question"),
            pgettext("heading in an article", "Answer"),
        )
    parts = [f"## {title}\n\n{text}" for title, text in ((asked, problem), (answered, answer)) if text]
    return {"body": "\n\n".join(parts)}
