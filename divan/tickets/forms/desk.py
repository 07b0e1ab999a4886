"""What stands in a composer of the desk."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from divan.conversations.models import Attachment
from divan.tickets import sources
from divan.tickets.models import Composition
from divan.tickets.recipients import from_rows, lines
from divan.tickets.sources import Source


@dataclass(frozen=True, slots=True)
class Composed:
    """What stands in a composer: nothing yet, a draft, or what was sent and could not be taken.

    `key` makes a message of a form that is sent twice one message. `saved` says which version of the draft
    this is, `seen` is the newest message that its author had before them. `is_news`: somebody wrote
    meanwhile, and this composer is shown with it. `adapted` is what it is written from, `elsewhere` is the text of another device.
    """

    text: str
    key: str
    html: str = ""
    uploaded: Sequence[Attachment] = ()
    error: str = ""
    id: int | None = None
    saved: str = ""
    recipients: Sequence[Mapping[str, str]] = ()
    subject: str = ""
    group: int | None = None
    adapted: Sequence[Source] = ()
    then: str = ""
    forwarded: int | None = None
    seen: int = 0
    is_news: bool = False
    elsewhere: str = ""

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lists of recipients, each with what stands in its field."""
        return list(lines(from_rows(self.recipients)).items())

    @classmethod
    def empty(cls, seen: int = 0) -> Composed:
        """A new composer with a key of its own, for somebody who has seen everything up to that message."""
        return cls("", secrets.token_urlsafe(18), seen=seen)

    @classmethod
    def of(cls, row: Composition, uploaded: Sequence[Attachment] = ()) -> Composed:
        """A draft of its author, to be gone on with."""
        return cls(
            text=row.text,
            key=row.client_key.partition(":")[2],
            html=row.html,
            uploaded=uploaded,
            error=row.error,
            id=row.pk,
            saved=row.updated_at.isoformat(),
            recipients=row.recipients,
            subject=row.subject,
            group=row.group_id,
            adapted=sources.from_rows(row.adapted),
            then=row.then,
            forwarded=row.forwarded_id,
            seen=row.seen_message,
        )
