"""Whose an upload is, when nobody is signed in: a random key in a signed cookie of the browser."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "divan_uploads"
_SALT = "divan.tickets.uploads"
_SECONDS = 24 * 3600


def key_of(request: HttpRequest) -> str:
    """The key of this browser; empty if it has none or a forged one."""
    key = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_SECONDS)
    return str(key or "")


def give_key(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a browser without a key have one; people who are signed in need none."""
    if not request.actor.is_authenticated and not key_of(request):
        response.set_signed_cookie(
            COOKIE,
            secrets.token_urlsafe(24),
            salt=_SALT,
            max_age=_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
