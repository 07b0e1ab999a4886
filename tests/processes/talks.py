"""Chats for a product that is about to run: `python -m tests.processes.talks COUNT`.

Sets the help desk up, starts the chats, has two experts in each, and prints as JSON what their pages would know.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.core.management import call_command

django.setup()

from django.conf import settings  # noqa: E402 - models load after set-up
from django.test import Client  # noqa: E402

from divan.accounts.models import User  # noqa: E402
from divan.chat.actions.accepting import accept  # noqa: E402
from divan.chat.actions.joining import join  # noqa: E402
from divan.chat.actions.presence import set_capacity, set_presence  # noqa: E402
from divan.chat.actions.starting import NewChat, start_chat  # noqa: E402
from divan.chat.models import ChatSite, Presence  # noqa: E402
from divan.core import clock  # noqa: E402
from divan.core.actors import ANONYMOUS  # noqa: E402
from tests.support.cast import Cast, actor, assemble  # noqa: E402


def start(people: Cast, count: int) -> dict[str, Any]:
    """So many chats, each led by the agent, with the supervisor beside them."""
    site = ChatSite.objects.create(
        key="talks", secret="not used here", name="Talks", group=people.group, created_at=clock.now()
    )
    agent, supervisor = actor(people.agent), actor(people.supervisor)
    set_presence(agent.person_id, Presence.ONLINE, actor=agent)
    set_capacity(agent.person_id, count, actor=agent)
    chats = []
    for number in range(count):
        visitor = NewChat(
            site=site,
            name=f"Visitor {number}",
            email=f"visitor{number}@talks.example",
            text="It hums.",
            start_key=f"start of the talk number {number:04}",
            language="en",
        )
        started = start_chat(visitor, actor=ANONYMOUS)
        accept(started.chat, actor=agent)
        join(started.chat, actor=supervisor)
        chats.append({"channel": started.chat.channel, "token": started.token})
    return {"chats": chats, "agent": _cookie(people.agent), "supervisor": _cookie(people.supervisor)}


def _cookie(person: User) -> str:
    browser = Client()
    browser.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(start(assemble(), int(sys.argv[1]))))
