"""Saved replies as lists and pickers show them, each in the best language for its reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.l10n.folding import fold
from divan.core.labels import label
from divan.knowledge.queries.entries import order_of
from divan.replies import access
from divan.replies.models import ReplyText, SavedReply
from divan.replies.variables import Facts, fill

OFFERED = 12
_SNIPPET = 140
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Offered:
    """A saved reply in the picker: `title` as the agent reads it, `language` and `snippet` as it will be inserted.

    `is_fallback`: it is not there in the language that was `wanted`. `is_first_aid`: it belongs to the ticket's
    category.
    """

    id: int
    title: str
    title_language: str
    language: str
    wanted: str
    snippet: str
    folder: str
    is_first_aid: bool

    @property
    def is_fallback(self) -> bool:
        return self.language != self.wanted


@dataclass(frozen=True, slots=True)
class Listed:
    """A saved reply on the page of all."""

    id: int
    title: str
    language: str
    languages: Sequence[str]
    folder: str
    place: str
    whose: str
    uses: int
    last_used_at: datetime | None
    may_change: bool


def best_text(texts: Iterable[ReplyText], language: str) -> ReplyText:
    """The text in `language`, else in the help desk's, else in English, else the first that is there."""
    found = list(texts)
    by_language = {text.language: text for text in found}
    return next((by_language[code] for code in order_of(language) if code in by_language), found[0])


def offered(words: str, facts: Facts) -> list[Offered]:
    """What the picker offers: those with every word of `words` in a title, text or folder in any language.

    First those of the ticket's category, then those that are used most; each with the values of `facts`.
    """
    actor, ticket = facts.actor, facts.ticket
    category = ticket.category_id if ticket else None
    first_aid = (
        set(_replies(actor).filter(categories=category).values_list("pk", flat=True)) if category else set()
    )
    sought = fold(words).split()
    found = [row for row in _replies(actor).prefetch_related("texts") if _says(row, sought)]
    found.sort(key=lambda row: (row.pk not in first_aid, -row.uses))
    shown = found[:OFFERED]
    return [_offered(row, facts, is_first_aid=row.pk in first_aid) for row in shown]


def text_for(actor: Actor, reply_id: int, language: str) -> ReplyText:
    """What a saved reply says in the best language; raises NotAllowed for one that the actor may not use."""
    reply = access.reply_for(actor, reply_id)
    texts = list(reply.texts.select_related("reply"))
    if not texts:
        raise NotAllowed(f"saved reply {reply_id}")
    return best_text(texts, language)


def listed(actor: Actor) -> list[Listed]:
    """All that the actor may use: the own ones, those of groups, those for everybody, each in its order."""
    rows = access.replies_visible_to(actor).prefetch_related("texts").order_by("position", "id")
    groups = {pk: label(names) for pk, names in Group.objects.values_list("pk", "names")}
    found = [_listed(row, actor, groups) for row in rows if row.texts.all()]
    order = {"own": 0, "all": 2}
    return sorted(found, key=lambda row: (order.get(row.place, 1), row.whose))


def folders(actor: Actor) -> list[str]:
    """The folders that are there, for the field that names one."""
    found = access.replies_visible_to(actor).exclude(folder="").order_by("folder")
    return list(found.values_list("folder", flat=True).distinct())


def _replies(actor: Actor) -> QuerySet[SavedReply]:
    return access.replies_visible_to(actor).order_by(
        "-uses", F("last_used_at").desc(nulls_last=True), "position", "id"
    )


def _says(row: SavedReply, sought: Sequence[str]) -> bool:
    if not row.texts.all():
        return False
    said = fold(" ".join([row.folder, *(f"{text.title} {text.text}" for text in row.texts.all())]))
    return all(f" {word}" in f" {said}" for word in sought)


def _offered(row: SavedReply, facts: Facts, *, is_first_aid: bool) -> Offered:
    texts = row.texts.all()
    read, inserted = best_text(texts, facts.actor.language), best_text(texts, facts.language)
    snippet = " ".join(fill(inserted.text[:_LOOKED_AT], "", facts).text.split())[:_SNIPPET]
    return Offered(
        row.pk,
        read.title,
        read.language,
        inserted.language,
        facts.language,
        snippet,
        row.folder,
        is_first_aid,
    )


def _listed(row: SavedReply, actor: Actor, groups: dict[int, str]) -> Listed:
    read = best_text(row.texts.all(), actor.language)
    return Listed(
        id=row.pk,
        title=read.title,
        language=read.language,
        languages=[text.language for text in row.texts.all()],
        folder=row.folder,
        place=row.place,
        whose=groups.get(row.group_id or 0, ""),
        uses=row.uses,
        last_used_at=row.last_used_at,
        may_change=access.may_change(actor, row),
    )
