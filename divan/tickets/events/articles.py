"""What articles and earlier answers have to do with a ticket; only the desk hears of it (K3, K4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.tickets.events.payloads import Names, Payload, event_kind, say


@event_kind
@dataclass(frozen=True)
class ArticleLinked(Payload):
    """`message`, which somebody of the staff wrote, links to `article`."""

    kind = "article.linked"
    icon = "book"
    message: int
    article: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("Article linked by %(actor)s: %(article)s"), actor=actor, article=names.article(self.article)
        )


@event_kind
@dataclass(frozen=True)
class AnswerAdapted(Payload):
    """`message` was written from `article`, or from a reply in `ticket`."""

    kind = "answer.adapted"
    icon = "book"
    message: int
    article: int | None = None
    ticket: int | None = None

    def sentence(self, actor: str, names: Names) -> Markup:
        if self.ticket is not None:
            number = names.tickets.get(self.ticket, "")
            return say(_("Adapted by %(actor)s from ticket %(number)s"), actor=actor, number=number)
        return say(
            _("Adapted by %(actor)s from the article %(article)s"),
            actor=actor,
            article=names.article(self.article),
        )


@event_kind
@dataclass(frozen=True)
class ArticleRead(Payload):
    """Somebody opened the link to `article` in `message`."""

    kind = "article.read"
    icon = "eye"
    message: int
    article: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(_("The customer read the article %(article)s"), article=names.article(self.article))


@event_kind
@dataclass(frozen=True)
class ArticleReadBefore(Payload):
    """The requester had read `article` before they asked."""

    kind = "article.read_before"
    icon = "book"
    article: int

    def sentence(self, actor: str, names: Names) -> Markup:
        return say(
            _("The customer read this article before asking: %(article)s"),
            article=names.article(self.article),
        )
