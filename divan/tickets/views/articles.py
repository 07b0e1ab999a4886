"""Answering with articles and earlier replies: what a composer may insert, and the panel beside the ticket (K3, K4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.accounts.decorators import staff_only
from divan.core.errors import NotAllowed
from divan.knowledge.queries.linkable import guide_to_adapt
from divan.tickets.actions.drafting import Mode
from divan.tickets.article_texts import for_composer, steps_for_composer
from divan.tickets.marks import marks
from divan.tickets.models import Composition
from divan.tickets.queries.answers_from_articles import (
    answering_in,
    answering_to,
    answers_for,
    found_for,
    reply_to_adapt,
)
from divan.tickets.queries.ticket_page import desk_ticket
from divan.tickets.recipients import Kind, typed
from divan.tickets.sources import Source

FOUND = "ui/articles/found.html"
ADAPT = "tickets/desk/articles/adapt.html"


@staff_only
def ticket_articles(request: HttpRequest, number: str) -> HttpResponse:
    """Articles for a composer of the ticket; `mode` says which, and with it who may read them."""
    ticket = desk_ticket(request.actor, number)
    answering = answering_in(request.actor, ticket, _mode(request))
    found = found_for(answering, request.GET.get("q", ""), ticket)
    return render(request, FOUND, {"found": found, "q": request.GET.get("q", "")})


@staff_only
def new_mail_articles(request: HttpRequest) -> HttpResponse:
    """Articles for a new mail, in the language of its first recipient if they are known."""
    first = next(iter(typed(Kind.TO, request.GET.get("to", ""))), None)
    answering = answering_to(request.actor, first.address if first else "")
    found = found_for(answering, request.GET.get("q", ""), None)
    return render(request, FOUND, {"found": found, "q": request.GET.get("q", "")})


@staff_only
def ticket_answers(request: HttpRequest, number: str) -> HttpResponse:
    """The panel: the nearest articles, and how tickets like this one were answered."""
    ticket = desk_ticket(request.actor, number)
    shown = {"ticket": ticket, "answers": answers_for(request.actor, ticket), **marks()}
    return render(request, "tickets/desk/articles/panel.html", shown)


@staff_only
def adapt_article(request: HttpRequest, number: str, article_id: int) -> HttpResponse:
    """The words of an article, to be written into the composer; of one that must not go out, into a note."""
    ticket, mode = desk_ticket(request.actor, number), _mode(request)
    try:
        texts = guide_to_adapt(answering_in(request.actor, ticket, mode), article_id)
    except NotAllowed:
        mode = Mode.NOTE
        texts = guide_to_adapt(answering_in(request.actor, ticket, mode), article_id)
    words = texts[0]
    shown = {
        "ticket": ticket,
        "mode": mode,
        "words": words,
        "html": for_composer(words.html),
        "steps": steps_for_composer(text.html for text in texts),
        "source": Source(label=words.title, article=words.article_id, language=words.language),
    }
    return render(request, ADAPT, shown)


@staff_only
def adapt_reply(request: HttpRequest, number: str, message_id: int) -> HttpResponse:
    """An earlier reply without the names in it, to be looked at before it is written into the composer."""
    ticket = desk_ticket(request.actor, number)
    reply = reply_to_adapt(request.actor, message_id)
    shown = {
        "ticket": ticket,
        "mode": _mode(request),
        "reply": reply,
        "source": Source(label=reply.number, answer=reply.id),
    }
    return render(request, ADAPT, shown)


def _mode(request: HttpRequest) -> Composition.Mode:
    wanted = request.GET.get("mode", "")
    return Mode(wanted) if wanted in (Mode.NOTE, Mode.FORWARD) else Mode.REPLY
