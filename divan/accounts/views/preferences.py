"""Language and look, also for visitors."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from divan.accounts import actions
from divan.accounts.decorators import person_behind
from divan.accounts.forms.profile import LanguageForm, ThemeForm

_ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the person's language; a visitor's is kept in a cookie."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    language = form.cleaned_data["language"]
    if request.actor.is_authenticated:
        actions.change_language(person_behind(request), language, actor=request.actor)
    return _remember(back(request), settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Change the person's look, and keep it in a cookie for pages before sign-in."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    theme = form.cleaned_data["theme"]
    if request.actor.is_authenticated:
        actions.change_theme(person_behind(request), theme, actor=request.actor)
    fragment = request.headers.get("HX-Request") == "true"
    return _remember(HttpResponse(status=204) if fragment else back(request), "theme", theme)


def back(request: HttpRequest) -> HttpResponse:
    """To the page that the form names in `next`, if it is one of ours; else to the first page."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(
        name,
        value,
        max_age=_ONE_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        httponly=name == settings.LANGUAGE_COOKIE_NAME,
    )
    return response
