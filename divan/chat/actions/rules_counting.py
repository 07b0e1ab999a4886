"""How often a rule asked on a day, and what was answered: numbers alone, of nobody in particular."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from divan.chat.models import ChatRule, ChatRuleDay
from divan.core import clock


class Course(models.TextChoices):
    """What becomes of an invitation; each is a column of `ChatRuleDay`."""

    SHOWN = "shown"
    ACCEPTED = "accepted"
    DECLINED = "declined"


def count_offer(rule: ChatRule, what: Course) -> None:
    """One more today (UTC). Of two that begin a day at once, neither is lost."""
    rows = ChatRuleDay.objects.filter(rule=rule, day=clock.now().date())
    more = {what.value: F(what.value) + 1}
    if not rows.update(**more):
        ChatRuleDay.objects.get_or_create(rule=rule, day=clock.now().date())
        rows.update(**more)
