"""Saved replies: the list, one of them in one language, and how it reads in a real ticket."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.conversations.bodies import body
from divan.conversations.markup import Written
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import known
from divan.replies import access, actions
from divan.replies.filling import facts_of
from divan.replies.forms.saved import ReplyForm, body_in, initial_of
from divan.replies.models import ReplyText, SavedReply
from divan.replies.queries.saved import best_text, folders, listed
from divan.replies.variables import fill, known_variables
from divan.tickets.desk import desk_ticket

LIST = "saved_replies"


@staff_only
def saved_replies(request: HttpRequest) -> HttpResponse:
    """All that the reader may use."""
    return render(request, "replies/saved/list.html", {"replies": listed(request.actor)})


@staff_only
def add_saved_reply(request: HttpRequest) -> HttpResponse:
    """A new one, in the reader's language unless they choose another."""
    return _written(request, None, known(request.GET.get("language") or request.actor.language))


@staff_only
def saved_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """One of them, in one of its languages or in a new one."""
    found = access.reply_to_change(request.actor, reply_id)
    texts = {text.language: text for text in found.texts.all()}
    wanted = request.GET.get("language") or best_text(texts.values(), request.actor.language).language
    return _written(request, found, known(wanted), texts)


@staff_only
def delete_saved_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Delete it for good."""
    title = actions.delete_reply(reply_id, actor=request.actor)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": title})
    return redirect(LIST)


@staff_only
def move_saved_reply_up(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Put it before the one above it."""
    actions.move_reply_up(reply_id, actor=request.actor)
    return redirect(LIST)


@staff_only
def preview_saved_reply(request: HttpRequest) -> HttpResponse:
    """What stands in the editor with the values of a ticket that the reader may see."""
    number = request.POST.get("number", "").strip()[:40]
    shown: dict[str, Any] = {"number": number}
    try:
        ticket = desk_ticket(request.actor, number)
        wanted = body_in(request.POST)
        filled = fill(wanted.text, wanted.html, facts_of(ticket, request.actor))
        shown |= {"ticket": ticket, "filled": filled, "body": body(filled.html, filled.text)}
    except NotAllowed:
        shown["error"] = _("There is no ticket with this number.")
    except Refused as refusal:
        shown["error"] = refusal.message
    return render(request, "replies/saved/preview.html", shown)


def _written(
    request: HttpRequest,
    reply: SavedReply | None,
    language: str,
    texts: dict[str, ReplyText] | None = None,
) -> HttpResponse:
    """The form of one language, and what happens when it is sent."""
    text = (texts or {}).get(language)
    initial = initial_of(reply, text.title if text else "") if reply else {"place": "own"}
    form = ReplyForm(request.POST or None, initial=initial, actor=request.actor, language=language)
    if form.is_valid():
        try:
            words = form.words(request.POST, language)
            kept = actions.save_reply(words, actor=request.actor, reply_id=reply.pk if reply else None)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_path(kept, language))
    shown = {
        "form": form,
        "reply": reply,
        "text": _standing(request, text),
        "language_now": language,
        "languages": _languages(reply, texts or {}, language),
        "folders": folders(request.actor),
        "variables": known_variables(),
        "files": reply.files.filter(content_id="") if reply else (),
    }
    return render(request, "replies/saved/write.html", shown, status=422 if form.errors else 200)


def _standing(request: HttpRequest, text: ReplyText | None) -> dict[str, Any]:
    """What stands in the editor: what was typed, or else what is kept."""
    found = Written(text.text, text.html) if text else Written("")
    if request.method == "POST":
        try:
            found = body_in(request.POST)
        except Refused:
            found = Written(request.POST.get("body", ""))
    return {"text": found.text, "html": found.html, "adapted": ()}


def _languages(
    reply: SavedReply | None, texts: dict[str, ReplyText], now: str
) -> list[tuple[str, str, bool, bool]]:
    """Address, name, whether it is this one, and whether there is a text in it."""
    path = reverse("saved_reply", args=[reply.pk]) if reply else reverse("add_saved_reply")
    return [
        (f"{path}?{urlencode({'language': code})}", name, code == now, code in texts)
        for code, name in settings.LANGUAGES
    ]


def _path(reply: SavedReply, language: str) -> str:
    if not reply.texts.filter(language=language).exists():
        return reverse("saved_reply", args=[reply.pk])
    return f"{reverse('saved_reply', args=[reply.pk])}?{urlencode({'language': language})}"
