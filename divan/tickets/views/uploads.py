"""Files on their way into a form: stored at once, with progress, owned by a person or by a browser (class 2, 36)."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from divan.conversations.actions import upload as store
from divan.conversations.models import Attachment
from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.errors import Refused
from divan.tickets.upload_keys import key_of
from divan.ui.formats import filesize

QUOTA_BYTES = 200 * 1024 * 1024
QUOTA_FILES = 60
QUOTA_TIME = timedelta(hours=24)
STRANGERS_AN_HOUR = 100


def upload(request: HttpRequest) -> JsonResponse:
    """Store one file and answer its id; 422 with a sentence when it cannot be taken."""
    try:
        return _stored(request)
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=422)


def _stored(request: HttpRequest) -> JsonResponse:
    actor = request.actor
    key = "" if actor.is_authenticated else key_of(request)
    if not (actor.is_authenticated or key):
        raise Refused(_("This page is too old for uploads. Reload it and try again."))
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."))
    _require_room(request, key, file.size or 0)
    kept = store(file, actor=actor if actor.is_authenticated else ANONYMOUS, upload_key=key)
    answer = {"id": kept.pk, "name": kept.name, "size": kept.size, "size_text": filesize(kept.size)}
    return JsonResponse(answer, status=201)


def _require_room(request: HttpRequest, key: str, size: int) -> None:
    """Nobody may fill the disk with files that belong to no message."""
    actor = request.actor
    waiting = Attachment.objects.filter(message=None, created_at__gte=clock.now() - QUOTA_TIME)
    mine = (
        waiting.filter(uploaded_by_id=actor.id)
        if actor.is_authenticated
        else waiting.filter(uploaded_by=None, upload_key=key)
    )
    used = mine.aggregate(size=Sum("size"))["size"] or 0
    if (
        used + size > QUOTA_BYTES
        or mine.count() >= QUOTA_FILES
        or not (actor.is_authenticated or _may_come(request))
    ):
        raise Refused(_("You have uploaded a lot already. Send what is there, then add the rest."))


def _may_come(request: HttpRequest) -> bool:
    """A stranger's browser can have many keys, but comes from one address."""
    counter = f"uploads:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(counter, 0, 3600)
    return cache.incr(counter) <= STRANGERS_AN_HOUR
