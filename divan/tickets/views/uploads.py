"""Files on their way into a form: stored at once, with progress, owned by a person or by a browser (class 2, 36)."""

from __future__ import annotations

import secrets

from django.http import FileResponse, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.conversations.actions import upload as store
from divan.conversations.models import Attachment
from divan.core.actors import ANONYMOUS
from divan.core.errors import Refused
from divan.core.rows import one_of
from divan.tickets.upload_keys import key_of
from divan.tickets.views.files import file_response
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
    inline_id = f"{secrets.token_hex(12)}@divan" if actor.is_staff and request.POST.get("inline") else ""
    owner = actor if actor.is_authenticated else ANONYMOUS
    kept = store(file, actor=owner, upload_key=key, inline_id=inline_id)
    answer = {"id": kept.pk, "name": kept.name, "size": kept.size, "size_text": filesize(kept.size)}
    if inline_id:
        answer |= {"cid": inline_id, "url": f"{_address(kept)}?show=1"}
    return JsonResponse(answer, status=201)


def _address(kept: Attachment) -> str:
    return reverse("upload_file", kwargs={"upload_id": kept.pk, "name": kept.name})


@staff_only
def upload_file(request: HttpRequest, upload_id: int, name: str) -> FileResponse:
    """A file that the reader has uploaded and not sent yet; its name is in the address for people."""
    mine = Attachment.objects.filter(pk=upload_id, message=None, uploaded_by_id=request.actor.person_id)
    found = one_of(mine, f"upload {upload_id}")
    return file_response(found, inline=request.GET.get("show") == "1")
