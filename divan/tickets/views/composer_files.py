"""The files of a composer: uploads of its author, and for a forwarded message those that it has."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from divan.conversations.models import Attachment
from divan.tickets import access
from divan.tickets.forms.composition import number
from divan.tickets.models import Ticket
from divan.tickets.views.attached import MAX_FILES, Attached, attached


def files_in(request: HttpRequest, ticket: Ticket | None) -> Attached:
    """Store the files of the form and find those that it names; asked again, they are those of the first time."""
    known: Attached | None = getattr(request, "composer_files", None)
    if known is None:
        known = _files_in(request, ticket)
        request.composer_files = known  # type: ignore[attr-defined]
    return known


def _files_in(request: HttpRequest, ticket: Ticket | None) -> Attached:
    own = attached(request, request.actor)
    forwarded = number(request.POST.get("forwarded"))
    if ticket is None or forwarded is None:
        return own
    named = [pk for pk in map(number, request.POST.getlist("attachments")[:MAX_FILES]) if pk]
    readable = access.messages_for(request.actor, ticket).filter(pk=forwarded)
    going_with_it = Attachment.objects.filter(pk__in=named, message__in=readable)
    return replace(own, files=[*own.files, *going_with_it])
