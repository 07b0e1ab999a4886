"""Saved replies for a composer: what the picker offers, and the words of one with their values."""

from __future__ import annotations

from email.utils import getaddresses
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from divan.accounts.access import people_visible_to
from divan.accounts.decorators import staff_only
from divan.accounts.models import User
from divan.accounts.models.users import clean_address
from divan.conversations.models import Attachment
from divan.core.l10n.languages import known
from divan.replies.actions.using import use_text
from divan.replies.filling import Used
from divan.replies.queries.saved import offered, text_for
from divan.replies.variables import Facts
from divan.tickets.desk import desk_ticket
from divan.tickets.models import Composition, Ticket
from divan.ui.formats import filesize

FOUND = "replies/found.html"


@staff_only
def ticket_replies(request: HttpRequest, number: str) -> HttpResponse:
    """What the picker offers in a ticket; `mode` says which composer asks."""
    ticket = desk_ticket(request.actor, number)
    facts = _facts(request, ticket)
    return _found(request, facts, lambda pk: reverse("use_saved_reply", args=[number, pk]))


@staff_only
def use_saved_reply(request: HttpRequest, number: str, reply_id: int) -> JsonResponse:
    """The words of a saved reply with the values of the ticket."""
    return _used(request, reply_id, _facts(request, desk_ticket(request.actor, number)))


@staff_only
def new_mail_replies(request: HttpRequest) -> HttpResponse:
    """What the picker offers for a new mail, in the language of its first recipient if they are known."""
    facts = _facts_of_mail(request)
    return _found(request, facts, lambda pk: reverse("use_reply_in_mail", args=[pk]))


@staff_only
def use_reply_in_mail(request: HttpRequest, reply_id: int) -> JsonResponse:
    """The words of a saved reply for a new mail."""
    return _used(request, reply_id, _facts_of_mail(request))


def _found(request: HttpRequest, facts: Facts, address: Any) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    found = offered(words, facts)
    shown = {"found": [(one, address(one.id)) for one in found], "q": words}
    return render(request, FOUND, shown)


def _used(request: HttpRequest, reply_id: int, facts: Facts) -> JsonResponse:
    text = text_for(request.actor, reply_id, facts.language)
    return JsonResponse(_told(use_text(text, facts, actor=request.actor)))


def _told(used: Used) -> dict[str, Any]:
    """For the composer: the pictures in the markup are shown from where their uploads are."""
    html = used.filled.html
    pictures = [file for file in used.uploads if file.content_id]
    return {
        "text": used.filled.text,
        "html": html,
        "missing": list(used.filled.missing),
        "pictures": [{"id": file.pk, "cid": file.content_id, "url": _address(file)} for file in pictures],
        "files": [
            {"id": file.pk, "name": file.name, "size_text": filesize(file.size)}
            for file in used.uploads
            if not file.content_id
        ],
    }


def _address(file: Attachment) -> str:
    return f"{reverse('upload_file', kwargs={'upload_id': file.pk, 'name': file.name})}?show=1"


def _facts(request: HttpRequest, ticket: Ticket) -> Facts:
    """A note is for the team, in the language of whoever writes it; all else goes to the requester."""
    sent = request.POST if request.method == "POST" else request.GET
    is_note = sent.get("mode") == Composition.Mode.NOTE
    language = request.actor.language if is_note else ticket.requester.language
    return Facts(request.actor, known(language), ticket, ticket.requester)


def _facts_of_mail(request: HttpRequest) -> Facts:
    sent = request.POST if request.method == "POST" else request.GET
    first = next((address for _name, address in getaddresses([sent.get("to", "")[:1000]]) if address), "")
    # Only of somebody whom the writer knows: otherwise any address could be asked for name and organisation.
    found = (
        people_visible_to(request.actor).filter(email=clean_address(first)) if first else User.objects.none()
    )
    person = found.select_related("organization").first()
    return Facts(request.actor, known((person or request.actor).language), requester=person)
