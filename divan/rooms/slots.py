"""What rooms lend to the desk: their place in the navigation, and who was named among the notifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from divan.realtime.topics import topics
from divan.rooms import access
from divan.rooms.queries.mentions import news_of
from divan.tickets.hooks import news
from divan.ui.shortcuts import Shortcut, sources
from divan.ui.slots import Context, from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    topics.add(access.OWN_ROOMS, access.may_listen)
    news.add("mentions in rooms", access.mentions_of)
    slots.add("notifications.waiting", from_template("rooms/slots/named.html", load=_named), order=30)
    slots.add("desk.nav", from_template("rooms/slots/nav.html"), order=85)
    sources.add("rooms", lambda: [Shortcut("g m", pgettext_lazy("shortcuts", "Rooms"), "go")])


def _named(context: Context) -> Mapping[str, Any]:
    return {"named": news_of(context["actor"])}
