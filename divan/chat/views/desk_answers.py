"""How the console answers a verb: a toast, and the parts of the page ask for themselves what is true now."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from divan.accounts.decorators import staff_only
from divan.chat import access
from divan.chat.models import Chat
from divan.core.errors import NotAllowed, Refused

Verb = Callable[[HttpRequest, Chat], str]


def verb(view: Verb) -> Callable[..., HttpResponseBase]:
    """A view that does one thing to a chat that the reader may see, and returns the sentence that says so."""

    @staff_only
    @wraps(view)
    def answered(request: HttpRequest, chat_id: int) -> HttpResponse:
        chat = access.chat_for(request.actor, chat_id)
        try:
            said = view(request, chat)
        except Refused as refusal:
            return refused(request, refusal, chat_id)
        return done(request, said, chat_id)

    return answered


def done(request: HttpRequest, said: str, chat_id: int, *, opens: bool = False, **more: Any) -> HttpResponse:
    """Say what was done. With `opens` the page goes on in that chat."""
    if not request.htmx:
        messages.success(request, said)
        return redirect(path_of(request, chat_id))
    events: dict[str, Any] = {"toast": {"text": said}, "close-dialog": "", "chats": "", **more}
    if opens:
        events["chat-open"] = {"id": chat_id, "path": reverse("show_chat", args=[chat_id])}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})


def refused(request: HttpRequest, refusal: Refused, chat_id: int | None = None) -> HttpResponse:
    """Why it could not be done; nothing of the page changes but what others have changed meanwhile."""
    if not request.htmx:
        messages.error(request, refusal.message)
        return redirect(path_of(request, chat_id))
    events = {"toast": {"text": refusal.message}, "chats": ""}
    return HttpResponse(status=409, headers={"HX-Trigger": json.dumps(events), "HX-Reswap": "none"})


def path_of(request: HttpRequest, chat_id: int | None) -> str:
    """Where the reader goes on: in the chat, or in the list if they see it no more."""
    try:
        chat = access.chat_for(request.actor, chat_id or 0)
    except NotAllowed:
        return reverse("chats")
    return reverse("show_chat", args=[chat.pk])
