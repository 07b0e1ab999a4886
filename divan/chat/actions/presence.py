"""Whether a colleague takes chats, and how many at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.translation import ngettext

from divan.accounts.identity import actor_by_id
from divan.accounts.models import Group
from divan.chat.models import ChatAgent, Presence
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.realtime import doorbell

MOST = 20


def set_presence(user_id: int, presence: Presence, *, actor: Actor) -> ChatAgent:
    """Be online, away or invisible. Supervisors may set it for others, who forgot to go."""
    with transaction.atomic():
        agent = _agent_for(user_id, actor)
        if user_id == actor.id:
            agent.seen_at = clock.now()
            agent.save(update_fields=["seen_at"])
        return _keep(agent, "presence", presence)


def set_capacity(user_id: int, capacity: int, *, actor: Actor) -> ChatAgent:
    """How many chats somebody leads at once, from 1 to 20. Raises Refused for other numbers."""
    if not 1 <= capacity <= MOST:
        sentence = ngettext("Choose a number from 1 to %(num)s.", "Choose a number from 1 to %(num)s.", MOST)
        raise Refused(sentence % {"num": MOST}, field="capacity")
    with transaction.atomic():
        return _keep(_agent_for(user_id, actor), "capacity", capacity)


def seen(user_ids: Iterable[int]) -> None:
    """Open pages of these colleagues were heard of just now: about twice a minute is enough."""
    ChatAgent.objects.filter(pk__in=list(user_ids)).update(seen_at=clock.now())


def seen_online(user_id: int) -> bool:
    """The same of one colleague, if they are online; whether they are."""
    online = ChatAgent.objects.filter(pk=user_id, presence=Presence.ONLINE)
    return bool(online.update(seen_at=clock.now()))


def is_here(user_id: int) -> None:
    """The colleague has just done something in a chat. From now on it is known of them when they were there."""
    ChatAgent.objects.update_or_create(pk=user_id, defaults={"seen_at": clock.now()})


def locked_agent(user_id: int) -> ChatAgent:
    """The colleague's row, made if it was missing, and locked: nobody accepts two chats at once with room for one."""
    ChatAgent.objects.get_or_create(pk=user_id)
    return ChatAgent.objects.select_for_update().get(pk=user_id)


def _agent_for(user_id: int, actor: Actor) -> ChatAgent:
    if not actor.is_staff or not (actor.id == user_id or actor.may("chat.supervise")):
        raise NotAllowed(f"presence of {user_id}")
    return locked_agent(user_id)


def _keep(agent: ChatAgent, field: str, value: object) -> ChatAgent:
    if getattr(agent, field) != value:
        setattr(agent, field, value)
        agent.save(update_fields=[field])
        _ring_queues(agent.pk)
    return agent


def _ring_queues(user_id: int) -> None:
    """Whoever looks at a queue or a board that this colleague works for sees it at once."""
    person = actor_by_id(user_id)
    groups = person.groups_with(Right.REPLY) if person else []
    if groups is None:
        groups = list(Group.objects.filter(is_active=True).values_list("pk", flat=True))
    topics = [f"chats:{group}" for group in groups]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="presence"))
