"""Files of saved replies: kept as long as the reply is, and handed out as uploads of whoever uses it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from divan.conversations.bodies import content_ids
from divan.conversations.files import holders
from divan.conversations.models import Attachment
from divan.core import clock
from divan.core.actors import Actor
from divan.replies.models import ReplyFile, SavedReply


@holders.register("saved replies")
def _kept(sha256: str) -> bool:
    return ReplyFile.objects.filter(sha256=sha256).exists()


def keep(reply: SavedReply, uploads: Collection[int], *, actor: Actor) -> None:
    """Add the actor's uploads with these ids; others are passed over."""
    found = Attachment.objects.filter(pk__in=uploads, message=None, uploaded_by_id=actor.person_id)
    has = set(reply.files.values_list("sha256", "content_id"))
    ReplyFile.objects.bulk_create(
        ReplyFile(
            reply=reply,
            name=upload.name,
            content_type=upload.content_type,
            size=upload.size,
            sha256=upload.sha256,
            content_id=upload.content_id,
        )
        for upload in found
        if (upload.sha256, upload.content_id) not in has
    )


def drop(reply: SavedReply, ids: Collection[int], markup: Iterable[str]) -> None:
    """Forget the files with these ids, and pictures that stand in none of the texts any more."""
    shown = {name for html in markup for name in content_ids(html)}
    reply.files.filter(Q(pk__in=ids, content_id="") | (~Q(content_id="") & ~Q(content_id__in=shown))).delete()


def hand_out(reply: SavedReply, html: str, *, actor: Actor) -> list[Attachment]:
    """The files of the reply as uploads of the actor: all that go along, and the pictures of this text."""
    shown = content_ids(html)
    now = clock.now()
    uploads = [
        Attachment(
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            content_id=file.content_id,
            is_inline=bool(file.content_id),
            uploaded_by_id=actor.id,
            created_at=now,
        )
        for file in reply.files.all()
        if not file.content_id or file.content_id in shown
    ]
    return Attachment.objects.bulk_create(uploads)
