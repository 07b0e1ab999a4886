"""The widget: the page in its frame on other sites (SECURITY classes 32 and 36)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt

from divan.accounts.installation import installation
from divan.chat.colours import hue_and_chroma, ink_on
from divan.chat.forms.visitor import AskForm
from divan.chat.hours import Availability, availability
from divan.chat.models import ChatSite
from divan.chat.queries.agents import online_agents
from divan.chat.queries.sites import site_by_key
from divan.chat.stamps import new_stamp
from divan.chat.views.widget_doors import language_of
from divan.chat.views.widget_offering import invitations_of
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed
from divan.core.labels import label
from divan.core.policies import policy
from divan.ui.formats import number

THEMES = ("light", "dark")
_PLACES = 20  # so many have a sentence of their own; whoever is behind them reads one for all
_FACES = 3
_BEYOND = {
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


@xframe_options_exempt
def chat_frame(request: HttpRequest, key: str) -> HttpResponse:
    """The page in the frame. Nobody is signed in there; only the site's own origins may show it."""
    site = _site_in_use(key)
    request.actor = ANONYMOUS
    with translation.override(language_of(request, site.language)):
        response = render(request, "chat/widget/frame.html", _context(request, site))
        response.headers["Content-Language"] = translation.get_language()
    ancestors = [*site.origins, *(["'self'"] if site.in_portal else [])]
    response.headers["Content-Security-Policy"] = policy(_BEYOND, shown_by=ancestors)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def chat_colours(request: HttpRequest, key: str) -> HttpResponse:
    """The site's hue and chroma; lightness belongs to the design, so every choice stays readable."""
    site = _site_in_use(key)
    hue, chroma = _brand(site)
    css = f":root{{--brand-h:{hue};--brand-c:{chroma}}}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


def _brand(site: ChatSite) -> tuple[int, float]:
    """Hue and chroma: of the site's colour, or of the help desk where it has none."""
    here = installation()
    if site.colour or here is None:
        return hue_and_chroma(site.colour or "#006068")
    return here.brand_hue, float(here.brand_chroma)


def _button(site: ChatSite) -> tuple[str, str]:
    """Colour and ink of the button on the other site, which has none of our style sheets."""
    if site.colour:
        return site.colour, ink_on(site.colour)[0]
    hue, chroma = _brand(site)
    return f"oklch(.47 {chroma} {hue})", "#ffffff"


def _site_in_use(key: str) -> ChatSite:
    site = site_by_key(key)
    if site is None or not site.is_active:
        raise NotAllowed(f"chat site {key}")
    return site


def _context(request: HttpRequest, site: ChatSite) -> dict[str, Any]:
    there = availability(site)
    theme = request.GET.get("theme", "")
    colour, ink = _button(site)
    people = online_agents(site.group).select_related("user")[:_FACES] if there.takes_chats else []
    return {
        "site": site,
        "form": AskForm(site),
        "there": there,
        "opens": _opening(there),
        "people": [agent.user for agent in people],
        "greeting": label(site.greetings),
        "frame_theme": next((wanted for wanted in (theme, site.theme) if wanted in THEMES), ""),
        "colour": colour,
        "ink": ink,
        "parent_origin": _parent(request, site),
        "asked_for": f"?language={translation.get_language()}",
        "stamp": new_stamp(site),
        "invitations": invitations_of(site, translation.get_language() or "en"),
        "places": [*(_place(before) for before in range(_PLACES)), _far_back(_PLACES - 1)],
        "max_bytes": settings.ATTACHMENT_MAX_BYTES,
    }


def _parent(request: HttpRequest, site: ChatSite) -> str:
    """The site around the frame, whose messages count; one that may not show it is told nothing."""
    origin = request.GET.get("origin", "")
    own = f"{request.scheme}://{request.get_host()}"
    is_own = site.in_portal and origin in (own, settings.PUBLIC_URL)
    return origin if origin in site.origins or is_own else ""


def _place(before: int) -> str:
    """A place in the queue, in words."""
    if not before:
        return _("You are next.")
    sentence = ngettext("%(num)s person is before you.", "%(num)s people are before you.", before)
    return sentence % {"num": number(before)}


def _far_back(most: int) -> str:
    """A place behind all those that have a sentence of their own."""
    sentence = ngettext(
        "More than %(num)s person is before you.", "More than %(num)s people are before you.", most
    )
    return sentence % {"num": number(most)}


def _opening(there: Availability) -> str:
    """When somebody will be there again, as the page's clock says it; empty within business hours."""
    return there.opens_at.isoformat() if there.opens_at else ""
