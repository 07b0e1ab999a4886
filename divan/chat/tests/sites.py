"""Sites for tests of the frame: made by the verbs, and asked as a frame asks."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.test import Client

from divan.accounts.actions import CalendarSettings, add_calendar
from divan.chat.actions.presence import set_presence
from divan.chat.actions.rules import RuleDetails, create_rule
from divan.chat.actions.sites import SiteDetails, create_site
from divan.chat.models import ChatRule, ChatSite, Presence
from tests.support.cast import Cast, actor

SHOP = "https://shop.example"
QUESTION = {
    "name": "Nil Arslan",
    "email": "nil@elsewhere.example",
    "text": "Why are there two lines for March?",
}


def a_site(people: Cast, **details: Any) -> ChatSite:
    """A shop whose questions go to Support."""
    given = SiteDetails(**{"name": "Shop", "group_id": people.group.pk, "origins": (SHOP,), **details})
    return create_site(given, actor=actor(people.administrator))[0]


def a_rule(people: Cast, site: ChatSite, **details: Any) -> ChatRule:
    """An invitation of the site, for everybody on every page."""
    given = RuleDetails(**{"name": "Prices", "texts": {"en": "Questions?"}, **details})
    return create_rule(site.pk, given, actor=actor(people.administrator))


def somebody_is_there(people: Cast) -> None:
    """The agent of Support takes chats now, whatever time it is."""
    week = {str(day): [["00:00", "00:00"]] for day in range(7)}
    round_the_clock = CalendarSettings("Always", "UTC", week, groups=frozenset({people.group.pk}))
    add_calendar(round_the_clock, actor=actor(people.administrator))
    set_presence(people.agent.pk, Presence.ONLINE, actor=actor(people.agent))


def visitor() -> Client:
    """A browser without cookies, in front of the real protection against forged forms."""
    return Client(enforce_csrf_checks=True)


def frame(site: ChatSite, **query: str) -> Any:
    """The page in the frame."""
    return visitor().get(f"/chat/frame/{site.key}/", {"language": "en", **query})


def data_in(page: Any, name: str) -> str:
    """What the page says to its scripts."""
    found = re.search(rf'data-{name}="([^"]*)"', page.content.decode())
    assert found is not None, name
    return html.unescape(found[1])


def ask(site: ChatSite, door: str = "start", stamp: str = "", headers: Any = None, **given: Any) -> Any:
    """Send the question as the frame does, without any cookie."""
    fields = {**QUESTION, "stamp": stamp or data_in(frame(site), "stamp"), **given}
    return visitor().post(f"/chat/frame/{site.key}/{door}/?language=en", fields, headers=headers)


def bearer(started: Any) -> dict[str, str]:
    """The header of the chat that was begun."""
    return {"Authorization": f"Bearer {json.loads(started.content)['token']}"}
