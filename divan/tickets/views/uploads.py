"""Files on their way into a form: stored at once, with progress, owned by a person or by a browser (class 2, 36)."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from divan.conversations.actions import upload as store
from divan.core.actors import ANONYMOUS
from divan.core.errors import Refused
from divan.tickets.upload_keys import key_of
from divan.tickets.views.upload_room import require_room
from divan.ui.formats import filesize


def upload(request: HttpRequest) -> JsonResponse:
    """Store one file and answer its id; 422 with a sentence when it cannot be taken."""
    try:
        return _stored(request)
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=422)


def _stored(request: HttpRequest) -> JsonResponse:
    actor = request.actor
    key = "" if actor.is_authenticated else key_of(request)
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."))
    require_room(request, key, file.size or 0)
    kept = store(file, actor=actor if actor.is_authenticated else ANONYMOUS, upload_key=key)
    answer = {"id": kept.pk, "name": kept.name, "size": kept.size, "size_text": filesize(kept.size)}
    return JsonResponse(answer, status=201)
