"""What the report says of itself: the articles that were used, and the time that was spent."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.l10n.durations import span
from divan.core.l10n.languages import known
from divan.knowledge.queries.linkable import titles
from divan.tickets.models import ArticleUse, Ticket
from divan.tickets.report_parts import Part, report_parts
from divan.timekeeping.queries import time_of


def register() -> None:
    """Called once, when the slice is ready."""
    report_parts.add("articles", _articles)
    report_parts.add("time", _time)


def _articles(_actor: Actor, ticket: Ticket) -> Part | None:
    """Articles that the requester was given or had read; what a reply was only adapted from is of the desk."""
    kinds = (ArticleUse.Kind.LINKED, ArticleUse.Kind.READ_BEFORE)
    uses = ArticleUse.objects.filter(ticket=ticket, article__isnull=False, kind__in=kinds)
    found = dict.fromkeys(uses.order_by("pk").values_list("article_id", "kind"))
    names = titles({article for article, _kind in found if article}, known(get_language()))
    lines = tuple(
        (str(ArticleUse.Kind(kind).label), names[article]) for article, kind in found if article in names
    )
    return Part(_("Articles"), lines) if lines else None


def _time(actor: Actor, ticket: Ticket) -> Part | None:
    """Minutes of everybody together; costs are of those who may see them, and of no report."""
    minutes = time_of(actor, ticket).minutes
    if not minutes:
        return None
    return Part(_("Time spent"), ((_("Altogether"), span(minutes, known(get_language()))),))
