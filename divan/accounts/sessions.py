"""Where a person is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest

from divan.accounts.models import User
from divan.core import clock

_SEEN_EVERY = timedelta(minutes=5)


def sessions_of(user: User) -> list[UserSession]:
    """The person's live sessions, the latest seen first; rows of sessions that ended are removed."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda each: each.last_seen_at, reverse=True)


def end(sessions: Iterable[UserSession]) -> int:
    """End these sessions and return how many they were."""
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)


def end_all(user: User, *, keep: str | None = None) -> int:
    """End all sessions of the person except the one with the key `keep`; returns how many."""
    rows = UserSession.objects.filter(user=user)
    return end(rows.exclude(session_key=keep) if keep else rows)


def seen(request: HttpRequest) -> None:
    """Note that the session is in use, at most once in five minutes for each session and process."""
    key = request.session.session_key
    if key and cache.add(f"session-seen:{key}", 1, _SEEN_EVERY.total_seconds()):
        known = UserSession.objects.filter(session_key=key, user=request.user)
        if not known.update(last_seen_at=clock.now()):
            UserSession.objects.create_from_request(request)


def device_of(user_agent: str) -> tuple[str, str]:
    """(browser, system) in the words that people use, each empty if it is not one we know."""
    return _first_named(user_agent, _BROWSERS), _first_named(user_agent, _SYSTEMS)


_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def _first_named(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
