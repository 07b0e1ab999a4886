"""Articles beside a chat: what its picker finds, and what fits the visitor's words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.chat import access
from divan.chat.queries.articles import SUGGESTED, articles_for_chat


@staff_only
def chat_articles(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Articles for a composer of the chat; `mode` says which, and with it who may read them."""
    chat, words = access.chat_for(request.actor, chat_id), request.GET.get("q", "")
    found = articles_for_chat(request.actor, chat, words, to_experts=request.GET.get("mode") == "note")
    return render(request, "ui/articles/found.html", {"found": found, "q": words})


@staff_only
def chat_suggestions(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Articles that may answer what the visitor said last; whoever speaks in the chat can insert them."""
    chat = access.chat_for(request.actor, chat_id)
    context = {
        "chat": chat,
        "articles": articles_for_chat(request.actor, chat)[:SUGGESTED],
        "may_insert": access.may(request.actor, "speak", chat),
    }
    return render(request, "chat/desk/articles/suggested.html", context)
