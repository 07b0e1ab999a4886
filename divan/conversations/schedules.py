"""Regular work on files: uploads that never became part of a message are forgotten after two days."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from divan.conversations import files
from divan.conversations.models import Attachment
from divan.core import clock
from divan.core.schedules import every

KEEP = timedelta(days=2)
BATCH = 500


@every("sweep uploads", timedelta(hours=1))
def sweep_uploads() -> None:
    """Delete abandoned uploads, and their bytes where nobody else keeps the same content. Those of drafts stay."""
    now = clock.now()
    free = Q(kept_until=None) | Q(kept_until__lt=now)
    stale = Attachment.objects.filter(free, message=None, created_at__lt=now - KEEP)
    for attachment in list(stale[:BATCH]):
        attachment.delete()
        files.discard(attachment.sha256, stored_before=clock.now() - KEEP)


@files.holders.register("attachments")
def _attached(sha256: str) -> bool:
    return Attachment.objects.filter(sha256=sha256).exists()
