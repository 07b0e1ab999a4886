"""What the sites of chat lend to other pages: a section of the settings, sentences of its log, chat in the portal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.chat.actions.sites import PERMISSION
from divan.chat.identities import sign_identity
from divan.chat.queries.sites import portal_site
from divan.ui.slots import Context, from_template, slots

# How long a page of the portal says who opened it; after that its visitor types name and address.
PORTAL_SECONDS = 4 * 3600


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("portal.footer", from_template("chat/widget/portal.html", load=_in_portal), order=90)
    section = Section(_("Live chat"), "settings_chat_sites", "chats", PERMISSION, "work", 36)
    sections.add(section.url_name, section)
    for kind, sentence in {
        "chat_site.created": _("Added a site with chat"),
        "chat_site.changed": _("Changed a site with chat"),
        "chat_site.secret_renewed": _("Renewed the secret of a site with chat"),
        "chat_site.in_use": _("Took a site with chat out of use or into use"),
        "chat_site.topics_changed": _("Changed the topics of a site with chat"),
        "chat_rule.created": _("Added an invitation to chat"),
        "chat_rule.changed": _("Changed an invitation to chat"),
        "chat_rule.moved": _("Moved an invitation to chat up"),
        "chat_rule.in_use": _("Took an invitation to chat out of use or into use"),
    }.items():
        SENTENCES.add(kind, sentence)


def _in_portal(context: Context) -> dict[str, Any]:
    """The site of the portal; staff have the console instead, and error pages without a request have none."""
    actor = context.get("actor")
    if "request" not in context or actor is None or actor.is_staff:
        return {"chat_site": None}
    site = portal_site()
    is_known = site is not None and actor.is_authenticated and actor.email
    identity = (
        sign_identity(site, email=actor.email, name=actor.name, seconds=PORTAL_SECONDS)
        if site is not None and is_known
        else ""
    )
    return {"chat_site": site, "chat_identity": identity}
