"""Chats whose lead cannot answer any more, though they are active."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from divan.accounts.models import Membership, User
from divan.chat.limits import LEAD_GONE
from divan.chat.models import Chat, ChatAgent, ChatLine, Kind, State
from divan.chat.whereabouts import not_there
from divan.consulting.queries.experts import colleagues
from divan.core import clock
from divan.core.actors import Right

BECAME_LEAD = (Kind.ACCEPTED, Kind.LED, Kind.TRANSFERRED)


def stranded() -> QuerySet[Chat]:
    """Active chats whose lead is out of use, may not answer in the group, or is not there while the visitor waits for an
    answer. Who has just become lead has as long to come as one who was seen.
    """
    return Chat.objects.filter(~Q(Exists(_able_leads())) | _is_left_alone(), state=State.ACTIVE)


def _able_leads() -> QuerySet[User]:
    """The lead of a chat, if they may answer in its group."""
    member = Membership.objects.filter(
        user_id=OuterRef("pk"), group_id=OuterRef(OuterRef("group_id")), right__gte=int(Right.REPLY)
    )
    return colleagues().filter(
        Q(role__all_groups__gte=int(Right.REPLY)) | Exists(member), pk=OuterRef("lead_id")
    )


def _is_left_alone() -> Q:
    """The visitor is there and asked last, and no page of the lead has been heard of for some minutes."""
    now = clock.now()
    since = now - LEAD_GONE
    gone = ChatAgent.objects.filter(Q(seen_at=None) | Q(seen_at__lte=since), pk=OuterRef("lead_id"))
    lately = ChatLine.objects.filter(chat=OuterRef("pk"), kind__in=BECAME_LEAD, at__gt=since)
    return Q(Exists(gone), ~Exists(lately), ~not_there(now), ticket__waiting_since__isnull=False)
