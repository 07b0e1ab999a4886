"""The files that come with a form, whether they were uploaded before or lie in the form itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from divan.conversations.actions import upload
from divan.conversations.models import Attachment
from divan.core.actors import ANONYMOUS, Actor
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.tickets.queries.forms import PREFIX
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


def attached(request: HttpRequest, actor: Actor, key: str | None = None) -> Attached:
    """Store the files of the form, and find those that it names; they survive a form that is refused.

    `key` is whose they are when nobody is signed in; without one the cookie of the browser says it.
    """
    if key is None:
        key = "" if actor.is_authenticated else key_of(request)
    if request.method != "POST":
        return Attached([], key)
    found, error = _named(request.POST.getlist("attachments")[:MAX_FILES], actor, key), ""
    for file in request.FILES.getlist("files")[: MAX_FILES - len(found)]:
        try:
            require_room(request, key, file.size or 0)
            found.append(upload(file, actor=_uploader(actor), upload_key=key))
        except Refused as refusal:
            error = refusal.message
    return Attached(found, key, error)


def for_questions(
    request: HttpRequest, actor: Actor, keys: Iterable[str], key: str
) -> tuple[dict[str, Attachment], str]:
    """The file that was chosen for each of these questions, now or before, and what could not be taken."""
    found: dict[str, Attachment] = {}
    error = ""
    for asked in keys:
        name = f"{PREFIX}{asked}"
        file = request.FILES.get(name)
        try:
            if file is not None:
                require_room(request, key, file.size or 0)
                found[asked] = upload(file, actor=_uploader(actor), upload_key=key)
            elif kept := _named([request.POST.get(f"kept_{name}", "")], actor, key):
                found[asked] = kept[0]
        except Refused as refusal:
            error = refusal.message
    return found, error


def _named(ids: Iterable[str], actor: Actor, key: str) -> list[Attachment]:
    """Uploads that still belong to no message, as far as they are the actor's or of the browser with that key."""
    wanted = [id_in(value) for value in ids]
    free = Attachment.objects.filter(pk__in=wanted, message=None)
    if actor.is_authenticated:
        return list(free.filter(uploaded_by_id=actor.id))
    return list(free.filter(uploaded_by=None, upload_key=key or "-"))


def _uploader(actor: Actor) -> Actor:
    """Only people who are signed in own uploads; anybody else's belong to the browser."""
    return actor if actor.is_authenticated else ANONYMOUS
