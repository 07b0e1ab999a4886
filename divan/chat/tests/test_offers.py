"""Invitations as visitors get them: what the frame says, when one may be shown, what is counted, what the chat knows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from divan.chat.actions.presence import seen, set_capacity, set_presence
from divan.chat.actions.rules import set_rule_in_use
from divan.chat.actions.sites import set_site_in_use
from divan.chat.models import Chat, ChatRule, ChatRuleDay, ChatSite, Presence
from divan.chat.tests.sites import SHOP, a_rule, a_site, ask, data_in, frame, somebody_is_there, visitor
from divan.core.kept import forget_all
from divan.tickets.models import Event
from tests.support.cast import Cast, actor
from tests.support.time import NOON, FrozenClock

pytestmark = pytest.mark.django_db
MONDAY_NINE = datetime(2026, 3, 23, 8, tzinfo=UTC)
FOREIGN = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"})


@pytest.fixture
def site(people: Cast) -> ChatSite:
    somebody_is_there(people)
    return a_site(people, purpose="sales")


def door(site: ChatSite, rule: ChatRule | None, name: str = "offer", headers=None, **given: str):
    body = {"rule": str(rule.pk) if rule else "", **given}
    return visitor().post(f"/chat/frame/{site.key}/{name}/?language=en", body, headers=headers)


def may(site: ChatSite, rule: ChatRule) -> bool:
    """Whether the rule may ask now; what was remembered of a moment ago is forgotten first."""
    cache.clear()
    answer = door(site, rule)
    assert answer.status_code == 200, answer.content
    return bool(json.loads(answer.content)["may"])


def counted() -> list[tuple[int, int, int]]:
    return list(ChatRuleDay.objects.values_list("shown", "accepted", "declined"))


def told(site: ChatSite, language: str) -> dict:
    """What the page in the frame says of invitations."""
    return json.loads(data_in(frame(site, language=language, origin=SHOP), "invitations"))


def test_without_rules_the_frame_says_nothing(people: Cast, site: ChatSite) -> None:
    assert "data-invitations" not in frame(site).content.decode()
    rule = a_rule(people, site)
    set_rule_in_use(site.pk, rule.pk, False, actor=actor(people.administrator))
    forget_all()
    assert "data-invitations" not in frame(site).content.decode()


def test_the_frame_says_the_rules_in_the_language_of_the_visitor(people: Cast, site: ChatSite) -> None:
    texts = {"en": "Questions?", "he": "שאלות?"}
    rule = a_rule(people, site, texts=texts, pages=("/prices*",), seconds=9, again_days=3)
    forget_all()
    hebrew = told(site, "he")
    assert hebrew["rules"] == [
        {
            "id": rule.pk,
            "text": "שאלות?",
            "language": "he",
            "pages": ["/prices*"],
            "seconds": 9,
            "visitors": "any",
            "days": 3,
        }
    ]
    assert hebrew["quiet"] == 30
    assert told(site, "pl")["rules"][0]["text"] == "Questions?"


def test_the_language_of_the_site_comes_before_english(people: Cast) -> None:
    site = a_site(people, language="he")
    a_rule(people, site, texts={"en": "Questions?", "he": "שאלות?"})
    forget_all()
    rule = told(site, "pl")["rules"][0]
    assert (rule["text"], rule["language"]) == ("שאלות?", "he")


def test_only_while_somebody_is_free_may_a_rule_ask(people: Cast, site: ChatSite) -> None:
    rule, agent = a_rule(people, site), actor(people.agent)
    assert may(site, rule)
    set_capacity(people.agent.pk, 1, actor=agent)
    started = ask(site)
    assert started.status_code == 200
    Chat.objects.update(state="active", lead=people.agent)
    assert not may(site, rule)
    set_capacity(people.agent.pk, 2, actor=agent)
    assert may(site, rule)
    set_presence(people.agent.pk, Presence.AWAY, actor=agent)
    assert not may(site, rule)
    assert counted() == [(2, 0, 0)]


def test_outside_hours_no_rule_asks(people: Cast, frozen_clock: FrozenClock) -> None:
    """It is Saturday, and the help desk opens on Monday at nine, in Warsaw."""
    site = a_site(people)
    rule, agent = a_rule(people, site), actor(people.agent)
    set_presence(people.agent.pk, Presence.ONLINE, actor=agent)
    assert not may(site, rule)
    frozen_clock.advance(MONDAY_NINE - NOON)
    seen([people.agent.pk])
    assert may(site, rule)


def test_a_site_or_a_rule_out_of_use_asks_nobody(people: Cast, site: ChatSite) -> None:
    rule, chief = a_rule(people, site), actor(people.administrator)
    set_site_in_use(site.pk, False, actor=chief)
    assert not may(site, rule)
    set_site_in_use(site.pk, True, actor=chief)
    set_rule_in_use(site.pk, rule.pk, False, actor=chief)
    forget_all()
    for one, named in ((site, rule), (site, None), (a_site(people, name="Other"), rule)):
        assert json.loads(door(one, named).content) == {"may": False}
        assert door(one, named, "offer/answer", accepted="1").status_code == 204
    assert counted() == []


def test_answers_are_counted_by_day(people: Cast, site: ChatSite) -> None:
    rule = a_rule(people, site)
    assert may(site, rule)
    for answer in ("1", "0", "0"):
        assert door(site, rule, "offer/answer", accepted=answer).status_code == 204
    assert counted() == [(1, 1, 2)]


def test_a_flood_from_one_address_is_not_counted(people: Cast, site: ChatSite) -> None:
    rule = a_rule(people, site)
    for _one in range(30):
        assert door(site, rule, "offer/answer", accepted="1").status_code == 204
    assert counted() == [(0, 20, 0)]
    assert json.loads(door(site, rule).content) == {"may": False}


def test_asking_again_and_again_looks_once(
    people: Cast, site: ChatSite, django_assert_max_num_queries
) -> None:
    rule = a_rule(people, site)
    assert may(site, rule)
    # The site, the count of the day, and the two queries of a transaction around it.
    with django_assert_max_num_queries(4):
        assert json.loads(door(site, rule).content) == {"may": True}


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("name", ["offer", "offer/answer"])
def test_another_site_cannot_count(people: Cast, site: ChatSite, name: str, headers: dict[str, str]) -> None:
    rule = a_rule(people, site)
    assert door(site, rule, name, headers).status_code == 404
    assert counted() == []


def test_the_chat_remembers_who_invited(people: Cast, site: ChatSite) -> None:
    rule = a_rule(people, site)
    assert ask(site, rule=str(rule.pk)).status_code == 200
    chat = Chat.objects.get()
    assert (chat.rule, chat.purpose) == (rule, "sales")
    assert Event.objects.get(kind="chat.started").payload["rule"] == rule.pk


@pytest.mark.parametrize("given", ["", "0", "x", "9" * 30, "other"])
def test_a_rule_that_is_not_the_sites_is_ignored(people: Cast, site: ChatSite, given: str) -> None:
    other = a_rule(people, a_site(people, name="Other"))
    assert ask(site, rule=str(other.pk) if given == "other" else given).status_code == 200
    assert Chat.objects.get().rule is None
    assert Event.objects.get(kind="chat.started").payload["rule"] is None
