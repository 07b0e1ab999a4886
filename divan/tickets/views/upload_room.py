"""How much may wait for a form: nobody fills the disk with files that belong to no message (class 36)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _

from divan.conversations.models import Attachment
from divan.core import clock
from divan.core.errors import Refused
from divan.core.limits import take

QUOTA_BYTES = 200 * 1024 * 1024
QUOTA_FILES = 60
QUOTA_TIME = timedelta(hours=24)
STRANGERS_AN_HOUR = 100


def require_room(request: HttpRequest, key: str, size: int) -> None:
    """Raise Refused if the person, or the browser with that key, may not store another `size` bytes.

    Every way in for a file asks here: the upload with progress, and the file that lies in a form.
    """
    actor = request.actor
    if not (actor.is_authenticated or key):
        raise Refused(_("This page is too old for uploads. Reload it and try again."), field="files")
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
        raise Refused(
            _("You have uploaded a lot already. Send what is there, then add the rest."), field="files"
        )


def _may_come(request: HttpRequest) -> bool:
    """A stranger's browser can have many keys, but comes from one address."""
    return not take("uploads", request.META.get("REMOTE_ADDR", ""), limit=STRANGERS_AN_HOUR, seconds=3600)
