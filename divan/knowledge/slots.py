"""What the knowledge base lends to the portal and the desk, and the words of its entries in the administration log."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.core.l10n.languages import known
from divan.knowledge import queries
from divan.knowledge.access import WRITE
from divan.knowledge.queries.desk import waiting_for
from divan.knowledge.queries.waiting import waiting
from divan.ui.shortcuts import Shortcut, sources
from divan.ui.slots import Context, from_template, slots

_SENTENCES = {
    "knowledge.category_created": _("Added a category of help articles"),
    "knowledge.category_changed": _("Changed a category of help articles"),
    "knowledge.category_deleted": _("Removed a category of help articles"),
    "knowledge.exported": _("Exported the help articles"),
    "knowledge.imported": _("Imported help articles"),
    "knowledge.search_set_aside": _("Said that no help article is wanted for a search"),
    "article.created": _("Added a help article"),
    "article.changed": _("Changed who reads a help article, or where it stands"),
    "article.written": _("Wrote a help article"),
    "article.published": _("Published a help article"),
    "article.withdrawn": _("Withdrew a help article"),
    "article.submitted": _("Handed in a help article for review"),
    "article.returned": _("Gave a help article back to its author"),
    "article.scheduled": _("Scheduled a help article"),
    "article.released": _("Released new words of a help article"),
    "article.draft_discarded": _("Threw away the draft of a help article"),
    "article.translation_confirmed": _("Confirmed the translation of a help article"),
    "article.translation_withdrawn": _("Withdrew the translation of a help article"),
    "article.file_added": _("Added a file to a help article"),
}


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("portal.nav", from_template("knowledge/slots/nav.html"), order=30)
    slots.add("portal.search", from_template("knowledge/slots/search.html", load=_anything))
    slots.add("portal.panels", from_template("knowledge/slots/latest.html", load=_latest))
    slots.add("portal.suggestions", from_template("knowledge/slots/suggestions.html", load=_read_before))
    slots.add("desk.nav", from_template("knowledge/slots/desk_nav.html", load=_waiting), order=40)
    slots.add("notifications.waiting", from_template("knowledge/slots/waiting.html", load=_waiting_list))
    section = Section(_("Help articles"), "settings_knowledge", "book", "knowledge.publish", "work", 45)
    sections.add(section.url_name, section)
    sources.add("knowledge", lambda: [Shortcut("g k", _("Help articles"), "go")])
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)


def _anything(context: Context) -> dict[str, Any]:
    """Without articles there is nothing to search, and the page offers its own box instead."""
    return {"has_articles": queries.articles_visible_to(context["actor"]).exists()}


def _latest(context: Context) -> dict[str, Any]:
    return {"latest": queries.latest(context["actor"], known(get_language()))}


def _waiting(context: Context) -> dict[str, Any]:
    """How much waits for this author, counted on the pages of the articles only: elsewhere it would cost every
    page of the desk a query. Staff who do not write have no entry.
    """
    actor, path = context["actor"], context["request"].path
    is_here = path.startswith(reverse("knowledge_desk"))
    return {"may_write": actor.may(WRITE), "waiting": waiting_for(actor) if is_here else 0}


def _waiting_list(context: Context) -> dict[str, Any]:
    return {"waiting": waiting(context["actor"], known(get_language()))}


def _read_before(context: Context) -> dict[str, Any]:
    """The article from which the reader came to the form, if they may read it."""
    slug = context["request"].GET.get("article", "")
    return {"read_before": queries.title_of(context["actor"], slug, known(get_language())) if slug else None}
