"""Starts chats directly with the verbs and prints what their pages would know, as JSON.

Run in the environment of the target: `python -m bench.chat_prepare VISITORS AGENTS TALKING`. Of the visitors, TALKING
are in a chat with an agent; the others wait.
"""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any

import django

django.setup()

from bench.prepare import cookies_of  # noqa: E402 - settings and models load after set-up
from divan.accounts.identity import actor_of  # noqa: E402
from divan.accounts.models import Group, Membership, Role, User  # noqa: E402
from divan.chat.actions.accepting import accept  # noqa: E402
from divan.chat.actions.presence import MOST, set_capacity, set_presence  # noqa: E402
from divan.chat.actions.starting import NewChat, Started, start_chat  # noqa: E402
from divan.chat.models import ChatSite, Presence  # noqa: E402
from divan.core import clock  # noqa: E402
from divan.core.actors import ANONYMOUS, Right  # noqa: E402


def prepare(visitors: int, agents: int, talking: int) -> dict[str, Any]:
    """The channels with their tokens, and the agents' cookies; the first `talking` channels have an agent each."""
    run = secrets.token_hex(6)
    group = Group.objects.earliest("pk")
    site = ChatSite.objects.create(
        key=run, secret=run, name="bench", group=group, created_at=clock.now(), wait_minutes=600
    )
    people = [_agent(f"{run}-{number}", group) for number in range(agents)]
    chats = []
    for number in range(visitors):
        started = _start(site, f"{run}-{number:06}")
        agent = number % agents
        if number < talking:
            accept(started.chat, actor=actor_of(people[agent]))
        chats.append({"channel": started.chat.channel, "token": started.token, "agent": agent})
    return {"chats": chats, "agents": [cookies_of(person) for person in people]}


def _agent(name: str, group: Group) -> User:
    person = User.objects.create_user(
        email=f"{name}@bench.example", name=name, role=Role.objects.get(slug="agent"), language="en"
    )
    Membership.objects.create(user=person, group=group, right=Right.REPLY)
    actor = actor_of(person)
    set_presence(person.pk, Presence.ONLINE, actor=actor)
    set_capacity(person.pk, MOST, actor=actor)
    return person


def _start(site: ChatSite, name: str) -> Started:
    new = NewChat(
        site=site,
        name=name,
        email=f"{name}@bench.example",
        text="The dishwasher hums and does not start.",
        start_key=f"bench {name}",
        language="en",
    )
    return start_chat(new, actor=ANONYMOUS)


if __name__ == "__main__":
    print(json.dumps(prepare(*map(int, sys.argv[1:4]))))
