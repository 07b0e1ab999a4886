"""What each request needs to know: who acts, whether Divan is set up, in which language to answer."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from divan.accounts import sessions
from divan.accounts.identity import actor_of
from divan.accounts.installation import installation
from divan.core.actors import ANONYMOUS
from divan.ui.keys import keyboard

Handler = Callable[[HttpRequest], HttpResponse]
ALWAYS_OPEN = ("/static/", "/healthz", "/readyz", "/brand.css", "/preferences/")


class CurrentActor:
    """Puts `request.actor` there, read from the database at every request: rights are never stale."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            request.actor = ANONYMOUS
        elif not user.is_active:
            logout(request)
            request.actor = ANONYMOUS
        else:
            request.actor = actor_of(user)
            sessions.seen(request)
        return self.get_response(request)


class SetUpFirst:
    """Until the installation is set up, every page leads to the set-up page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if installation() is None and not request.path.startswith((*ALWAYS_OPEN, reverse("set_up"))):
            return HttpResponseRedirect(reverse("set_up"))
        return self.get_response(request)


class ReaderLocale:
    """Language, time zone and keys of the reader. Language: the person's own, else the cookie, else what the
    browser asks for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, zone = _reader_locale(request)
        request.LANGUAGE_CODE = language
        keys = keyboard(getattr(request.user, "own_keys", None), request.headers.get("User-Agent", ""))
        with translation.override(language), timezone.override(zone), keys:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def _reader_locale(request: HttpRequest) -> tuple[str, zoneinfo.ZoneInfo]:
    here = installation()
    if request.actor.is_authenticated:
        return request.actor.language, _zone(request.actor.time_zone)
    language = translation.get_language_from_request(request)
    if here and language not in (here.languages or [here.default_language]):
        language = here.default_language
    return language, _zone(here.time_zone if here else "UTC")


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
