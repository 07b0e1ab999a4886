"""The console: the list of chats, the one that is open, and the parts of them that are fetched alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from divan.accounts.decorators import staff_only
from divan.chat.actions.presence import seen, seen_online
from divan.chat.models import ChatAgent, Presence
from divan.chat.queries.console import (
    MINE,
    SHOWS,
    console,
    earlier_chats,
    earlier_tickets,
    groups_heard,
    waiting_count,
)
from divan.chat.queries.talks import Talk, lines_before, talk_of
from divan.core.ids import id_in
from divan.core.l10n.languages import LANGUAGES

_LANGUAGES = dict(LANGUAGES)


@staff_only
def chats(request: HttpRequest) -> HttpResponse:
    """The console without an open chat; the list alone when it is fetched again."""
    if request.htmx:
        return render(request, "chat/desk/list.html", _list(request))
    return render(request, "chat/desk/console.html", {**_list(request), "talk": None})


@staff_only
def show_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """The console with one chat open; the chat alone for a page that has the list already."""
    talk = talk_of(request.actor, chat_id)
    if request.htmx:
        return render(request, "chat/desk/talk.html", shown(talk))
    return render(request, "chat/desk/console.html", {**_list(request), **shown(talk)})


@staff_only
def chat_now(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Who is in the chat, what may be done with it and who reads what is written: all that changes but the lines."""
    talk = talk_of(request.actor, chat_id, with_lines=False)
    has_new = request.GET.get("writes") != " ".join(talk.writes)
    return render(request, "chat/desk/now.html", {**shown(talk), "has_new_composers": has_new})


@staff_only
def chat_earlier(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Lines before those that the page has."""
    lines = lines_before(request.actor, chat_id, id_in(request.GET.get("before", "")) or 1)
    context = {"lines": lines, "chat_id": chat_id, "me": f"person:{request.actor.person_id}", "zone": zone()}
    return render(request, "chat/desk/earlier.html", context)


@staff_only
def chats_waiting(request: HttpRequest) -> HttpResponse:
    """How many wait, for the side navigation of every page. A page of somebody who takes chats asks again and again as long
    as it is open: whatever they work on, they are there.
    """
    context = {
        "waiting": waiting_count(request.actor),
        "groups": groups_heard(request.actor),
        "is_online": seen_online(request.actor.person_id),
    }
    return render(request, "chat/desk/waiting.html", context)


def shown(talk: Talk) -> dict[str, Any]:
    """What the templates of an open chat need."""
    return {
        "talk": talk,
        "chat": talk.chat,
        "chats_before": earlier_chats(talk.chat),
        "tickets_beside": earlier_tickets(talk.chat),
        "language_name": _LANGUAGES.get(talk.chat.language, talk.chat.language),
        "upload_to": reverse("upload"),
        "has_pickers": True,
        "zone": zone(),
    }


def zone() -> str:
    """The reader's time zone, for the times that scripts write."""
    return timezone.get_current_timezone_name()


def _list(request: HttpRequest) -> dict[str, Any]:
    """The list, and the reader as agent; a page that asks for it is one that is open."""
    wanted = request.GET.get("show", MINE)
    me = request.actor.person_id
    agent = ChatAgent.objects.filter(pk=me).first() or ChatAgent(pk=me)
    seen([me])
    return {
        "console": console(request.actor, wanted if wanted in SHOWS else MINE),
        "groups": groups_heard(request.actor),
        "agent": agent,
        "presences": Presence.choices,
    }
