"""Which files of a message travel in its mail, and which stay here and are only named there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from mimetypes import MimeTypes
from typing import Any

from divan.conversations.bodies import content_ids
from divan.conversations.models import Attachment, Message

# Many mail servers refuse more than 20 or 25 MB, and files grow by a third on their way (base64).
MOST_BYTES = 15 * 1024 * 1024
_BYTES = "application/octet-stream"
# Types that say how content is encoded or that hold messages need more care than a file gets.
_FILES = re.compile(r"(?:application|image|audio|video|font)/[a-z0-9.+-]+")
_USABLE_ID = re.compile(r"[A-Za-z0-9.@_$+=-]{1,200}")
_TYPES = MimeTypes()


@dataclass(frozen=True, slots=True)
class Carried:
    """`rows` go with the mail (`OutgoingMail.attachments`), `left` are too large together and stay here.

    `pictures` are the Content-IDs of those that stand in the text.
    """

    rows: tuple[dict[str, Any], ...] = ()
    left: tuple[Attachment, ...] = ()
    pictures: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files that go with the mail, without the pictures of the text."""
        return tuple(row["name"] for row in self.rows if not row["cid"])


NOTHING = Carried()


def carried_with(*messages: Message) -> Carried:
    """The files of messages, in their order, as long as they are `MOST_BYTES` at most together."""
    rows: list[dict[str, Any]] = []
    left: list[Attachment] = []
    total = 0
    for message in messages:
        in_text = content_ids(message.html)
        for file in message.attachments.all():
            if total + file.size > MOST_BYTES:
                left.append(file)
                continue
            total += file.size
            rows.append(_row(file, in_text))
    pictures = frozenset(row["cid"] for row in rows if row["cid"])
    return Carried(tuple(rows), tuple(left), pictures)


def _row(file: Attachment, in_text: frozenset[str]) -> dict[str, Any]:
    is_in_text = file.content_id in in_text and _USABLE_ID.fullmatch(file.content_id)
    return {
        "name": file.name,
        "type": _type_of(file),
        "sha256": file.sha256,
        "size": file.size,
        "cid": file.content_id if is_in_text else "",
    }


def _type_of(file: Attachment) -> str:
    """What the content proves, otherwise what the name says if that can do no harm."""
    if file.content_type != _BYTES:
        return file.content_type
    guessed = _TYPES.guess_type(file.name)[0] or _BYTES
    return guessed if _FILES.fullmatch(guessed) else _BYTES
