"""What past chats can be narrowed by (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from divan.accounts.models import User
from divan.accounts.models.users import clean_address
from divan.chat import access
from divan.chat.models import MISSED, Chat, ChatMember, State
from divan.core.actors import Actor
from divan.search.queries import find

MOST_VISITORS = 200
YES, NO, NONE = "yes", "no", "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. Days are theirs, in their own zone; `waited` and `lasted` are minutes at least.

    `agent` is anybody who was in the chat, `lead` who led it last. `rating` is a number of stars or "none", `outcome` one of
    theirs or "none", `answered` "yes" or "no", and `ended` how it ended.
    """

    words: str = ""
    visitor: str = ""
    agent: int | None = None
    lead: int | None = None
    since: date | None = None
    until: date | None = None
    rating: str = ""
    language: str = ""
    site: int | None = None
    group: int | None = None
    rule: int | None = None
    purpose: str = ""
    outcome: str = ""
    answered: str = ""
    ended: str = ""
    waited: int | None = None
    lasted: int | None = None


def past_chats(actor: Actor) -> QuerySet[Chat]:
    """The chats that have ended, as far as the actor may see them."""
    return access.chats_for(actor).filter(state=State.ENDED)


def fitting(actor: Actor, asked: Asked) -> QuerySet[Chat]:
    """Those of them that fit everything but the words."""
    chats = past_chats(actor).filter(**_columns(asked))
    if asked.answered:
        chats = chats.exclude(MISSED) if asked.answered == YES else chats.filter(MISSED)
    if asked.agent:
        stays = ChatMember.objects.filter(user_id=asked.agent, joined_at__isnull=False)
        chats = chats.filter(pk__in=stays.order_by().values("chat_id"))
    if asked.visitor:
        chats = chats.filter(visitor_id__in=_visitors(actor, asked.visitor))
    return chats


def colleagues_in_chats() -> list[tuple[int, str]]:
    """Everybody who was in a chat, by id with their name."""
    stays = ChatMember.objects.filter(user_id=OuterRef("pk"), joined_at__isnull=False)
    people = User.objects.filter(Exists(stays)).order_by("name", "pk").values_list("pk", "name", "email")
    return [(pk, name or email) for pk, name, email in people]


def _columns(asked: Asked) -> dict[str, Any]:
    """Conditions on single columns."""
    said: dict[str, Any] = {
        "started_at__gte": _midnight(asked.since) if asked.since else None,
        "started_at__lt": _midnight(asked.until + timedelta(days=1)) if asked.until else None,
        "lead_id": asked.lead,
        "rating": int(asked.rating) if asked.rating.isdecimal() else None,
        "rating__isnull": True if asked.rating == NONE else None,
        "language": asked.language or None,
        "site_id": asked.site,
        "group_id": asked.group,
        "rule_id": asked.rule,
        "purpose": asked.purpose or None,
        "outcome": "" if asked.outcome == NONE else asked.outcome or None,
        "end_reason": asked.ended or None,
        "waited_seconds__gte": asked.waited * 60 if asked.waited else None,
        "lasted_seconds__gte": asked.lasted * 60 if asked.lasted else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _visitors(actor: Actor, text: str) -> list[int]:
    """People with that address, or found by that name."""
    exact = list(User.objects.filter(email=clean_address(text)).values_list("pk", flat=True))
    if exact:
        return exact
    hits = find(text, actor=actor, kind=User.search_kind, limit=MOST_VISITORS).hits
    return [hit.object_id for hit in hits]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
