"""Colleagues who could take a chat: who is there, how much they have, and who knows most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from divan.accounts.models import Group
from divan.chat.models import PRESENT, Chat, ChatAgent, ChatMember, Presence, State
from divan.consulting.queries.experts import Expert, able_in, colleagues, experts
from divan.core import clock
from divan.core.actors import Actor

# Open pages, of the console or of any other part of the desk, are heard of every 40 seconds at least; who was missed twice
# is not there.
SEEN = timedelta(seconds=90)
SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody to ask: their name, whether they are online, the chats they lead of how many, and what they solved."""

    id: int
    name: str
    expertise: str
    is_online: bool
    load: int
    capacity: int
    solved: Expert | None


def is_there() -> Q:
    now = clock.now()
    is_back = Q(user__away_until=None) | Q(user__away_until__lt=timezone.localdate(now))
    return is_back & Q(presence=Presence.ONLINE, seen_at__gte=now - SEEN, user__is_active=True)


def with_load(agents: QuerySet[ChatAgent]) -> QuerySet[Any, Any]:
    """The same with `load`, the number of chats that each of them leads now."""
    led = Chat.objects.filter(lead_id=OuterRef("user_id"), state=State.ACTIVE).order_by()
    number = led.values("lead_id").annotate(number=Count("pk")).values("number")
    return agents.annotate(load=Coalesce(Subquery(number), 0, output_field=IntegerField()))


def online_agents(group: Group) -> QuerySet[Any, Any]:
    """Those who take chats of the group now, busy or not: online, with a page open, not on leave."""
    return with_load(ChatAgent.objects.filter(is_there(), user__in=able_in(group.pk)))


def free_agents(group: Group) -> QuerySet[Any, Any]:
    """Those of them with room for one more: least load first, then whoever has waited longest for one."""
    led = Chat.objects.filter(lead_id=OuterRef("user_id")).order_by("-started_at", "-pk")
    last = Subquery(led.values("accepted_at")[:1])
    free = online_agents(group).filter(load__lt=F("capacity")).annotate(last=last)
    return free.order_by("load", F("last").asc(nulls_first=True), "pk").select_related("user")


def suggest_experts(actor: Actor, chat: Chat) -> list[Suggestion]:
    """Whom to invite: those who solved most in the ticket's category, and whoever says what they know; online first.

    Nobody who is in the chat already, nor its visitor. Five queries at most.
    """
    taken = ChatMember.objects.filter(PRESENT, chat=chat).exclude(user=None).values("user_id")
    askable = colleagues().exclude(pk__in=taken).exclude(pk__in=[chat.visitor_id, actor.person_id])
    best = {one.id: one for one in experts(actor, chat.ticket, among=askable, most=SUGGESTED)}
    there = {
        one.pk: one
        for one in with_load(ChatAgent.objects.filter(is_there(), user__in=askable)).order_by("load", "pk")
    }
    knowing = Q(pk__in=best) | (Q(pk__in=there) & ~Q(expertise="")) | Q(pk__in=list(there)[:SUGGESTED])
    found = [
        Suggestion(
            id=person.pk,
            name=person.name or person.email,
            expertise=person.expertise,
            is_online=person.pk in there,
            load=there[person.pk].load if person.pk in there else 0,
            capacity=there[person.pk].capacity if person.pk in there else 0,
            solved=best.get(person.pk),
        )
        for person in askable.filter(knowing)
    ]
    return sorted(found, key=_fitness)[:SUGGESTED]


def _fitness(one: Suggestion) -> tuple[bool, int, bool, int, int]:
    solved = one.solved.solved if one.solved else 0
    return (not one.is_online, -solved, not one.expertise, one.load, one.id)
