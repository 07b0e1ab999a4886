"""Writing saved replies (E5, S13): one text for each language, rich, with files and variables."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from divan.conversations.markup import Written
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import CODES
from divan.replies import access, files
from divan.replies.actions.places import Place, move_up, settle, tell
from divan.replies.models import ReplyText, SavedReply
from divan.replies.variables import require_known, require_whole
from divan.tickets.models import Category

_EMPTY = Written("")


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """What the page of a saved reply says: its place, and what it says in one language.

    Without title and text the language is taken out. `uploads` are new files, `dropped` are ids of old ones.
    """

    place: str
    language: str
    title: str = ""
    body: Written = _EMPTY
    folder: str = ""
    categories: tuple[int, ...] = ()
    uploads: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def save_reply(words: ReplyWords, *, actor: Actor, reply_id: int | None = None) -> SavedReply:
    """A new saved reply, or other words for one that is there. Raises Refused with the field that is wrong."""
    with transaction.atomic():
        row = _locked(reply_id, actor) if reply_id else SavedReply(created_at=clock.now())
        settle(row, Place.of(words.place, actor))
        row.folder = " ".join(words.folder.split())[:60]
        row.save()
        wanted = Category.objects.filter(pk__in=words.categories)
        row.categories.set(wanted)
        _write(row, words)
        files.keep(row, words.uploads, actor=actor)
        files.drop(row, words.dropped, row.texts.values_list("html", flat=True))
        kind = "saved_reply.changed" if reply_id else "saved_reply.added"
        tell(actor, kind, row, words.title or _title(row), language=words.language)
        return row


def delete_reply(reply_id: int, *, actor: Actor) -> str:
    """Delete a saved reply for good and return its title; messages that were made of it stay."""
    with transaction.atomic():
        row = _locked(reply_id, actor)
        title = _title(row)
        tell(actor, "saved_reply.deleted", row, title)
        row.delete()
        return title


def move_reply_up(reply_id: int, *, actor: Actor) -> None:
    """Put a saved reply before the one above it in the same place."""
    with transaction.atomic():
        row = _locked(reply_id, actor)
        if move_up(row):
            tell(actor, "saved_reply.moved", row, _title(row))


def _locked(reply_id: int, actor: Actor) -> SavedReply:
    row = SavedReply.objects.select_for_update().filter(pk=reply_id).first()
    if row is None or not access.may_change(actor, row):
        raise NotAllowed(f"saved reply {reply_id}")
    return row


def _write(row: SavedReply, words: ReplyWords) -> None:
    """Keep the text of one language; one language at least must stay."""
    if words.language not in CODES:
        raise Refused(_("Choose a language."), field="language")
    title, text = " ".join(words.title.replace("\x00", "").split())[:120], words.body.text.strip()
    if not title and not text:
        row.texts.filter(language=words.language).delete()
        if not row.texts.exists():
            raise Refused(_("Write a title and a text."), field="title")
        return
    if not title:
        raise Refused(_("Write a title."), field="title")
    if not text:
        raise Refused(_("Write a text."), field="body")
    require_known(title, text)
    require_whole(text, words.body.html)
    ReplyText.objects.update_or_create(
        reply=row, language=words.language, defaults={"title": title, "text": text, "html": words.body.html}
    )


def _title(row: SavedReply) -> str:
    return row.texts.values_list("title", flat=True).first() or ""
