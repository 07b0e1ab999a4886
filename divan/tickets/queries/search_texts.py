"""What a page of found tickets shows of their texts: the message that has most of the words, with marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber, Substr
from django.utils.safestring import SafeString

from divan.conversations.models import Visibility
from divan.core.actors import Actor
from divan.search.queries import Marker, snippet
from divan.tickets import access

# A ticket may have hundreds of messages, and a message may be a book: a line of a list is not worth them all.
NEWEST = 20
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a message with its marks. `is_internal`: of a note, which the customer does not see."""

    text: SafeString
    language: str
    is_internal: bool


def excerpts(
    actor: Actor, rows: Sequence[Mapping[str, Any]], marker: Marker, *, enough: int
) -> dict[int, Excerpt]:
    """By conversation, the piece with most of the marker's words; one query for all `rows` of a page.

    The rows are of tickets that the actor sees and have `conversation_id` and `group_id`. The newest message
    with `enough` different words is taken without a look at older ones. What matched only in the subject, in
    a name or in an old message has no excerpt.
    """
    newest = Window(RowNumber(), partition_by="conversation_id", order_by=F("id").desc())
    messages = (
        access.messages_in(actor, {row["conversation_id"]: row["group_id"] for row in rows})
        .annotate(place=newest, beginning=Substr("text", 1, LONGEST))
        .filter(place__lte=NEWEST)
        .order_by("-id")
        .values_list("conversation_id", "beginning", "language", "visibility")
    )
    best: dict[int, tuple[int, str, str, str]] = {}
    for conversation, text, language, visibility in messages:
        most = best[conversation][0] if conversation in best else 0
        if most >= enough:
            continue
        words = {text[start:end].casefold() for start, end in marker.spans(text, language)}
        if len(words) > most:
            best[conversation] = (len(words), text, language, visibility)
    return {
        conversation: Excerpt(snippet(text, marker, language), language, visibility == Visibility.INTERNAL)
        for conversation, (_count, text, language, visibility) in best.items()
    }
