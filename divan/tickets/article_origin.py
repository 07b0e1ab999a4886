"""Tickets as origins of articles: "Make article from this ticket", and the way back from the article."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from markupsafe import Markup

from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.knowledge.origins import Beginning, Origin, origins
from divan.tickets.queries.article_words import article_words, ticket_of_article


def register() -> None:
    """Called once, when the slice is ready."""
    origins.add("ticket", _TICKETS)


def _begin(actor: Actor, number: str, kind: str) -> Beginning:
    language, words = article_words(actor, number, kind)
    return Beginning(language, words)


def _tell(actor: Actor, number: str) -> Markup | None:
    try:
        ticket = ticket_of_article(actor, number)
    except NotAllowed:
        return None
    link = Markup('<a class="ref" href="{}"><bdi>{}</bdi></a>').format(
        reverse("show_ticket", kwargs={"number": ticket.number}), ticket.number
    )
    sentence = escape(_("Made from ticket %(number)s"))
    return Markup(sentence) % {"number": link}  # noqa: S704 - both parts are escaped


_TICKETS = Origin(_begin, _tell)
