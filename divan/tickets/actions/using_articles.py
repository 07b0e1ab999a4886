"""Answering with articles: what a message links to, what it was written from, and that a link was followed (K3, K4).

These are steps of the verbs that write messages; the caller has asked its gate and holds the transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_by_id
from divan.conversations.actions import Draft
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import ANONYMOUS, SYSTEM, Actor
from divan.core.errors import Refused
from divan.knowledge.models import KnowledgeArticle
from divan.knowledge.queries.linkable import articles_for, unreadable_for
from divan.knowledge.queries.links import ArticleLink, address_of, links_in, with_addresses
from divan.tickets import access
from divan.tickets.events import AnswerAdapted, ArticleLinked, ArticleRead, ArticleReadBefore
from divan.tickets.log import record
from divan.tickets.models import ArticleUse, Ticket
from divan.tickets.sources import Source

_MARKER_BYTES = 15


class UnreadableArticle(Refused):
    """A public message has to do with an article that its recipient cannot read."""

    def __init__(self, title: str) -> None:
        sentence = _(
            "The customer cannot read the article “%(title)s”, so it must not be in this answer. "
            "Take it out, or write a note."
        )
        super().__init__(sentence % {"title": title}, field="body")


@dataclass(frozen=True)
class Linked:
    """A draft whose links to articles carry markers, and what there is to remember once it is a message."""

    draft: Draft
    uses: tuple[ArticleUse, ...] = ()


def reader(person_id: int | None) -> Actor:
    """Somebody as the gate of the articles knows them; who is not known yet reads what everybody may."""
    return (actor_by_id(person_id) if person_id else None) or ANONYMOUS


def require_readable(text: str, html: str, sources: Iterable[Source] = (), *, by: int | None) -> None:
    """Raise UnreadableArticle if a public message would show its recipient, the person with the id `by`, an
    article that is not for them. Without articles it asks no database.
    """
    slugs = {link.slug for link in (*links_in(text), *links_in(html))}
    ids = {source.article for source in sources if source.article}
    if (slugs or ids) and (title := unreadable_for(reader(by), slugs, ids)):
        raise UnreadableArticle(title)


def link_articles(draft: Draft, *, by: int | None, is_marked: bool = True) -> Linked:
    """Give each link to an article a marker of its own. Raises UnreadableArticle as `require_readable` does."""
    require_readable(draft.text, draft.html, by=by)
    return _linked(draft, is_marked=is_marked)


def link_articles_in_note(draft: Draft) -> Linked:
    """The same for the staff: they may link to everything, and nobody asks whether they read it."""
    return _linked(draft, is_marked=False)


def keep_links(ticket: Ticket, linked: Linked, message: Message, *, actor: Actor) -> None:
    """Remember which articles the message links to."""
    for use in linked.uses:
        use.ticket, use.message, use.by_id, use.created_at = ticket, message, actor.id, clock.now()
    ArticleUse.objects.bulk_create(linked.uses)
    for article in dict.fromkeys(use.article_id for use in linked.uses if use.article_id):
        record(ticket, ArticleLinked(message=message.pk, article=article), actor=actor)


def keep_sources(ticket: Ticket, sources: Iterable[Source], message: Message, *, actor: Actor) -> None:
    """Remember what the message was written from, as far as its author may still read that."""
    for source in sources:
        use = ArticleUse(
            ticket=ticket,
            message=message,
            kind=ArticleUse.Kind.ADAPTED,
            article_id=source.article,
            answer_id=source.answer,
            language=source.language,
            by_id=actor.id,
            created_at=clock.now(),
        )
        origin = _ticket_of(source, actor) if source.answer else None
        if origin is None and not articles_for(actor, None).filter(pk=source.article or 0).exists():
            continue
        use.save()
        adapted = AnswerAdapted(
            message=message.pk, article=source.article, ticket=origin.pk if origin else None
        )
        record(Ticket.objects.select_for_update().get(pk=ticket.pk), adapted, actor=actor)


def keep_read_before(ticket: Ticket, slug: str, *, actor: Actor) -> None:
    """Remember that the requester came from this article; quiet about one that they may not read."""
    article = articles_for(actor, None).filter(slug=slug).first()
    if article is None:
        return
    ArticleUse.objects.create(
        ticket=ticket, article=article, kind=ArticleUse.Kind.READ_BEFORE, created_at=clock.now()
    )
    record(ticket, ArticleReadBefore(article=article.pk), actor=actor)


def note_reading(marker: str, *, actor: Actor) -> None:
    """Somebody opened an article by the link with that marker. The first time is told on the ticket.

    Colleagues who try a link do not count, nor do strangers who are signed in.
    """
    with transaction.atomic():
        found = ArticleUse.objects.filter(marker=marker, read_at=None).first()
        if found is None:
            return
        ticket = Ticket.objects.select_for_update().get(pk=found.ticket_id)
        use = ArticleUse.objects.select_for_update().get(pk=found.pk)
        if use.read_at or use.article_id is None or use.message_id is None or not _is_customer(actor, ticket):
            return
        use.read_at = clock.now()
        use.save(update_fields=["read_at"])
        by = actor if actor.is_authenticated else SYSTEM
        record(ticket, ArticleRead(message=use.message_id, article=use.article_id), actor=by)


def _linked(draft: Draft, *, is_marked: bool) -> Linked:
    links = dict.fromkeys((*links_in(draft.html), *links_in(draft.text)))
    if not links:
        return Linked(draft)
    known = dict(
        KnowledgeArticle.objects.filter(slug__in={link.slug for link in links}).values_list("slug", "pk")
    )
    markers = {
        link: secrets.token_urlsafe(_MARKER_BYTES) for link in links if is_marked and link.slug in known
    }

    def address(link: ArticleLink) -> str:
        return address_of(link, markers.get(link, ""))

    uses = tuple(
        ArticleUse(
            kind=ArticleUse.Kind.LINKED,
            article_id=known[link.slug],
            language=link.language,
            anchor=link.anchor,
            marker=markers.get(link),
        )
        for link in links
        if link.slug in known
    )
    marked = replace(
        draft, text=with_addresses(draft.text, address), html=with_addresses(draft.html, address)
    )
    return Linked(marked, uses)


def _ticket_of(source: Source, actor: Actor) -> Ticket | None:
    """The ticket that an earlier answer stands in, if the actor sees it."""
    answers = Message.objects.filter(pk=source.answer or 0).values("conversation_id")
    return access.visible_to(actor).filter(conversation_id__in=answers).first()


def _is_customer(actor: Actor, ticket: Ticket) -> bool:
    """Whether somebody who opens a link may be the one whom it was sent to."""
    if not actor.is_authenticated:
        return True
    return not access.is_staff_on(actor, ticket) and access.visible_to(actor).filter(pk=ticket.pk).exists()
