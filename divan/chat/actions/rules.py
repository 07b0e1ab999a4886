"""Invitations to chat by rule: what visitors of a site are asked, on which pages, and how soon again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.chat.actions.sites import PERMISSION, locked_site
from divan.chat.limits import LONGEST_INVITATION, LONGEST_PAGE, MOST_PAGES, MOST_RULES
from divan.chat.models import ChatRule, ChatSite, Visitors
from divan.chat.queries.rules import rules_in_use
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.labels import kept_labels
from divan.core.ordering import moved_up
from divan.core.rows import one_of
from divan.ui.formats import number

LONGEST_SECONDS = 3600
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class RuleDetails:
    """What an administrator says about a rule. `texts` are by language; `pages` are paths with * for anything.

    `seconds` from 1 to an hour, `again_days` from 1 to a year.
    """

    name: str
    texts: Mapping[str, str]
    pages: Sequence[str] = field(default_factory=tuple)
    seconds: int = 30
    visitors: str = Visitors.ANY
    again_days: int = 7


def create_rule(site_id: int, details: RuleDetails, *, actor: Actor) -> ChatRule:
    """A rule in use, after those that are there: of several that fit, the first one asks."""
    require(actor, PERMISSION)
    with transaction.atomic():
        site = locked_site(site_id)
        values, last = _values(details), site.rules.last()
        if site.rules.count() >= MOST_RULES:
            raise Refused(_too_many())
        rule = site.rules.create(position=last.position + 1 if last else 0, **values)
        _changed(actor, "chat_rule.created", rule)
        return rule


def change_rule(site_id: int, rule_id: int, details: RuleDetails, *, actor: Actor) -> ChatRule:
    """Other words or other conditions; what was counted stays."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rule, values = _rule(locked_site(site_id), rule_id), _values(details)
        changed = [name for name, value in values.items() if getattr(rule, name) != value]
        if changed:
            for name in changed:
                setattr(rule, name, values[name])
            rule.save(update_fields=changed)
            _changed(actor, "chat_rule.changed", rule, fields=sorted(changed))
        return rule


def move_rule_up(site_id: int, rule_id: int, *, actor: Actor) -> ChatRule:
    """One place earlier; the first one stays where it is."""
    require(actor, PERMISSION)
    with transaction.atomic():
        site = locked_site(site_id)
        rule = _rule(site, rule_id)
        if rows := moved_up(list(site.rules.all()), rule):
            ChatRule.objects.bulk_update(rows, ["position"])
            _changed(actor, "chat_rule.moved", rule)
        return rule


def set_rule_in_use(site_id: int, rule_id: int, in_use: bool, *, actor: Actor) -> ChatRule:
    """Ask by this rule, or no longer."""
    require(actor, PERMISSION)
    with transaction.atomic():
        rule = _rule(locked_site(site_id), rule_id)
        if switch(rule, in_use, "chat_rule.in_use", actor=actor, rule=rule.pk, site=site_id):
            transaction.on_commit(rules_in_use.forget)
        return rule


def _too_many() -> str:
    sentence = ngettext(
        "A site has at most %(number)s invitation.", "A site has at most %(number)s invitations.", MOST_RULES
    )
    return sentence % {"number": number(MOST_RULES)}


def _rule(site: ChatSite, rule_id: int) -> ChatRule:
    return one_of(site.rules.filter(pk=rule_id), f"chat rule {rule_id}")


def _values(details: RuleDetails) -> dict[str, Any]:
    """The columns; raises Refused for what cannot be."""
    if details.visitors not in Visitors.values:
        raise Refused(_("Choose whom to ask."), field="visitors")
    if not 1 <= details.seconds <= LONGEST_SECONDS:
        raise Refused(_("Ask after a second at least, and within an hour."), field="seconds")
    if not 1 <= details.again_days <= MOST_DAYS:
        raise Refused(_("Nobody is asked twice on one day; the longest pause is a year."), field="again_days")
    _check_pages(details.pages)
    texts = kept_labels(details.texts, longest=LONGEST_INVITATION)
    return {**asdict(details), "texts": texts, "pages": list(details.pages)}


def _check_pages(pages: Sequence[str]) -> None:
    if len(pages) > MOST_PAGES:
        raise Refused(_("These are too many pages; one line with * stands for several."), field="pages")
    for page in pages:
        if not page.startswith(("/", "*")) or len(page) > LONGEST_PAGE or not page.isprintable():
            sentence = _("“%(page)s” is no page. Write it like /prices or /shop/*")
            raise Refused(sentence % {"page": page[:80]}, field="pages")


def _changed(actor: Actor, kind: str, rule: ChatRule, **details: Any) -> None:
    record(actor, kind, rule, rule=rule.pk, site=rule.site_id, **details)
    transaction.on_commit(rules_in_use.forget)
