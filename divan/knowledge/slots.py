"""What the knowledge base lends to the portal, and the words of its entries in the administration log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.core.l10n.languages import known
from divan.knowledge import queries
from divan.ui.slots import Context, from_template, slots

_SENTENCES = {
    "knowledge.category_created": _("Added a category of help articles"),
    "article.created": _("Added a help article"),
    "article.written": _("Wrote a help article"),
    "article.published": _("Published a help article"),
}


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("portal.nav", from_template("knowledge/slots/nav.html"), order=30)
    slots.add("portal.search", from_template("knowledge/slots/search.html", load=_anything))
    slots.add("portal.panels", from_template("knowledge/slots/latest.html", load=_latest))
    slots.add("portal.suggestions", from_template("knowledge/slots/suggestions.html"))
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)


def _anything(context: Context) -> dict[str, Any]:
    """Without articles there is nothing to search, and the page offers its own box instead."""
    return {"has_articles": queries.articles_visible_to(context["actor"]).exists()}


def _latest(context: Context) -> dict[str, Any]:
    return {"latest": queries.latest(context["actor"], known(get_language()))}
