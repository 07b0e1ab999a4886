"""The doors of the frame. Nobody is signed in there and no cookie counts: a site's key, a stamp or the token of one
chat says what may be done, and only our own frame may ask (SECURITY classes 32 and 36).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from divan.chat.access import seat_of_visitor
from divan.chat.models import Chat, ChatSite
from divan.chat.queries.sites import site_by_key
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import CODES
from divan.realtime.lines.families import Seat

P = ParamSpec("P")
SiteDoor = Callable[[HttpRequest, ChatSite], HttpResponseBase]
VisitDoor = Callable[Concatenate[HttpRequest, Chat, Seat, P], HttpResponseBase]
_BEARER = "Bearer "


def of_site(door: SiteDoor) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """A door for visitors of the site whose key is in the address, in use or not: what they typed is not lost."""

    @csrf_exempt
    @wraps(door)
    def opened(request: HttpRequest, key: str) -> HttpResponseBase:
        site = site_by_key(key)
        if site is None or not _is_from_our_frame(request):
            raise NotAllowed(f"chat site {key}")
        return _answered(request, site.language, lambda: door(request, site))

    return opened


def of_visit(door: VisitDoor[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A door for whoever holds the token of a chat (RFC 6750, section 2.1)."""

    @csrf_exempt
    @wraps(door)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        given = request.headers.get("Authorization", "")
        found = seat_of_visitor(given.removeprefix(_BEARER)) if given.startswith(_BEARER) else None
        if found is None or not _is_from_our_frame(request):
            raise NotAllowed("chat of a visitor")
        chat, seat = found
        return _answered(request, chat.language, lambda: door(request, chat, seat, *args, **kwargs))

    return opened


def language_of(request: HttpRequest, otherwise: str = "") -> str:
    """The language that the frame asks for, else `otherwise`, else the reader's."""
    wanted = request.GET.get("language", "")
    return next((code for code in (wanted, otherwise) if code in CODES), translation.get_language() or "en")


def faults(form: forms.Form) -> JsonResponse:
    """What is wrong, sentence by sentence, each with its field."""
    errors = {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}
    return JsonResponse({"errors": errors, "error": _("Please look at what is marked.")}, status=422)


def client_of(request: HttpRequest) -> str:
    """The network address that asks, for allowances."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _answered(request: HttpRequest, language: str, door: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What the door answers to somebody who is nobody, in their language; a refusal is a sentence."""
    request.actor = ANONYMOUS
    with translation.override(language_of(request, language)):
        try:
            return door()
        except Refused as refusal:
            return JsonResponse({"error": refusal.message, "field": refusal.field or ""}, status=422)


def _is_from_our_frame(request: HttpRequest) -> bool:
    """Browsers name the page that asks: in Sec-Fetch-Site (Fetch Metadata, W3C), older ones in Origin (RFC 6454).

    What names none is no browser, which another site could not make ask.
    """
    fetched = request.headers.get("Sec-Fetch-Site", "")
    if fetched:
        return fetched == "same-origin"
    origin = request.headers.get("Origin", "")
    return (
        not origin or urlsplit(origin).netloc == request.get_host() or origin in settings.CSRF_TRUSTED_ORIGINS
    )


def nothing() -> HttpResponse:
    """Done, and there is nothing to say."""
    return HttpResponse(status=204)


def as_json(**values: Any) -> JsonResponse:
    """The values, for the scripts of the frame."""
    return JsonResponse(values)
