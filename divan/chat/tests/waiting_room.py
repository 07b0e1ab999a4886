"""Visitors who wait, and colleagues who are there, made by the product's own verbs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connection

from divan.accounts.models import Group, User
from divan.chat.actions.presence import set_presence
from divan.chat.actions.sites import SiteDetails, create_site
from divan.chat.actions.starting import NewChat, start_chat
from divan.chat.models import Chat, ChatLine, ChatSite, Presence
from divan.core.actors import ANONYMOUS
from tests.support.cast import Cast, actor

WAIT_SECONDS = 30


def site_of(people: Cast, group: Group | None = None) -> ChatSite:
    """A site whose chats go to Support, or to another group."""
    details = SiteDetails(name="Cedar shop", group_id=(group or people.group).pk)
    site, _secret = create_site(details, actor=actor(people.administrator))
    return site


def arrive(site: ChatSite, name: str = "Nora", *, language: str = "en", **details: Any) -> Chat:
    """A stranger who asks something and waits; the key of the start is made of the name."""
    new = NewChat(
        site=site,
        name=name,
        email=f"{name.lower()}@visitor.example",
        text="The heater does not start.",
        start_key=f"a key that only the page of {name} has drawn",
        language=language,
        **details,
    )
    return start_chat(new, actor=ANONYMOUS).chat


def online(*people: User) -> None:
    """They are at their desks and take chats."""
    for person in people:
        set_presence(person.pk, Presence.ONLINE, actor=actor(person))


def lines_of(chat: Chat, *, public: bool = False) -> list[str]:
    """The kinds of the lines in their order; those that the visitor sees, or all."""
    lines = ChatLine.objects.filter(chat=chat).order_by("serial")
    if public:
        lines = lines.exclude(public=None)
    return list(lines.values_list("kind", flat=True))


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each of these gave, or the error that it raised, when all began at the same moment, each in a thread."""
    outcomes: list[Any] = [None] * len(deeds)
    start = threading.Barrier(len(deeds), timeout=WAIT_SECONDS)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            outcomes[place] = deed()
        except Exception as error:
            outcomes[place] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    return outcomes
