"""Sites as their settings, their frames and the portal need them."""

from __future__ import annotations

import hmac

from django.conf import settings

from divan.accounts.access import require
from divan.chat.models import ChatSite
from divan.core.actors import Actor
from divan.core.kept import Kept
from divan.core.rows import one_of


def all_sites(actor: Actor) -> list[ChatSite]:
    """Every site by name, those in use first; raises NotAllowed for those who may not change them."""
    require(actor, "chat.manage")
    return list(ChatSite.objects.select_related("group").order_by("-is_active", "name", "pk"))


def site_for(actor: Actor, site_id: int) -> ChatSite:
    """One site for its settings; raises NotAllowed, also if there is none."""
    require(actor, "chat.manage")
    return one_of(ChatSite.objects.select_related("group").filter(pk=site_id), f"chat site {site_id}")


def site_by_key(key: str) -> ChatSite | None:
    """The site whose key stands in a script tag, in use or not."""
    return ChatSite.objects.select_related("group").filter(key=key).first()


portal_site: Kept[ChatSite | None] = Kept(
    lambda: ChatSite.objects.filter(in_portal=True, is_active=True).first()
)
"""The site that the portal shows, if any is in use there. Every page of the portal asks."""


def signing_secret(site: ChatSite) -> str:
    """What the site signs with: derived, so that a copy of the database alone signs nothing."""
    return hmac.digest(
        settings.SECRET_KEY.encode(), f"divan.chat.site {site.secret}".encode(), "sha256"
    ).hex()
