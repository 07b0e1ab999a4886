"""The files that come with a form, whether they were uploaded before or lie in the form itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from divan.conversations.actions import upload
from divan.conversations.models import Attachment
from divan.core.actors import ANONYMOUS, Actor
from divan.core.errors import Refused
from divan.tickets.upload_keys import key_of
from divan.tickets.views.upload_room import require_room

MAX_FILES = 20


@dataclass(frozen=True, slots=True)
class Attached:
    """Stored files that are ready to go with a message. `error` says what could not be taken."""

    files: list[Attachment]
    upload_key: str
    error: str = ""

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(file.pk for file in self.files)


def attached(request: HttpRequest, actor: Actor) -> Attached:
    """Store the files of the form, and find those that it names; they survive a form that is refused."""
    key = "" if actor.is_authenticated else key_of(request)
    if request.method != "POST":
        return Attached([], key)
    named = request.POST.getlist("attachments")[:MAX_FILES]
    wanted = [int(value) for value in named if value.isdecimal() and len(value) < 19]
    free = Attachment.objects.filter(pk__in=wanted, message=None)
    mine = (
        free.filter(uploaded_by_id=actor.id)
        if actor.is_authenticated
        else free.filter(uploaded_by=None, upload_key=key or "-")
    )
    found, error = list(mine), ""
    for file in request.FILES.getlist("files")[: MAX_FILES - len(found)]:
        try:
            require_room(request, key, file.size or 0)
            found.append(upload(file, actor=_uploader(actor), upload_key=key))
        except Refused as refusal:
            error = refusal.message
    return Attached(found, key, error)


def _uploader(actor: Actor) -> Actor:
    """Only people who are signed in own uploads; anybody else's belong to the browser."""
    return actor if actor.is_authenticated else ANONYMOUS
