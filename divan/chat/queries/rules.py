"""Rules of invitation as the settings and the frame of a site need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.core.cache import cache
from django.db.models import Count, Sum

from divan.accounts.access import require
from divan.chat.hours import availability
from divan.chat.models import Chat, ChatRule, ChatRuleDay, ChatSite
from divan.core import clock
from divan.core.actors import Actor
from divan.core.kept import Kept
from divan.core.labels import label
from divan.core.rows import one_of

COUNTED_DAYS = 30
_FREE_SECONDS = 5


@dataclass(frozen=True, slots=True)
class CountedRule:
    """A rule, and what came of it in the last `COUNTED_DAYS` days. `chats` are those that were really begun."""

    rule: ChatRule
    shown: int
    accepted: int
    declined: int
    chats: int


def counted_rules(actor: Actor, site: ChatSite) -> list[CountedRule]:
    """Every rule of the site in its order; three queries. Raises NotAllowed for those who may not change them."""
    require(actor, "chat.manage")
    now = clock.now()
    rules = list(site.rules.all())
    days = ChatRuleDay.objects.filter(
        rule__in=rules, day__gt=now.date() - timedelta(days=COUNTED_DAYS)
    ).order_by()
    sums = days.values_list("rule_id").annotate(Sum("shown"), Sum("accepted"), Sum("declined"))
    counts = {rule_id: (shown, accepted, declined) for rule_id, shown, accepted, declined in sums}
    begun = Chat.objects.filter(rule__in=rules, started_at__gt=now - timedelta(days=COUNTED_DAYS)).order_by()
    chats = dict(begun.values_list("rule_id").annotate(number=Count("pk")))
    return [CountedRule(rule, *counts.get(rule.pk, (0, 0, 0)), chats=chats.get(rule.pk, 0)) for rule in rules]


def rule_for(actor: Actor, site: ChatSite, rule_id: int) -> ChatRule:
    """One rule of the site for its settings; raises NotAllowed, also if there is none."""
    require(actor, "chat.manage")
    return one_of(site.rules.filter(pk=rule_id), f"chat rule {rule_id}")


def _by_site() -> dict[int, tuple[ChatRule, ...]]:
    rows = ChatRule.objects.filter(is_active=True).order_by("site_id", "position", "pk")
    return {site_id: tuple(rules) for site_id, rules in groupby(rows, key=lambda rule: rule.site_id)}


rules_in_use: Kept[dict[int, tuple[ChatRule, ...]]] = Kept(_by_site)
"""The rules by which sites ask now, in their order. Every page with a frame on it wants to know."""


def somebody_is_free(site: ChatSite) -> bool:
    """Whether a visitor who says yes now would have an answer right away; asked at most every few seconds."""

    def look() -> bool:
        return availability(site).is_somebody_free

    return bool(cache.get_or_set(f"chat-free:{site.pk}", look, _FREE_SECONDS))


def words_of(rule: ChatRule, site: ChatSite, language: str) -> tuple[str, str]:
    """What the rule says and in which language: the visitor's, else the site's, else any that was written."""
    for code in (language, site.language):
        if rule.texts.get(code):
            return rule.texts[code], code
    text = label(rule.texts, language)
    return text, next((code for code, words in rule.texts.items() if words == text), language)
