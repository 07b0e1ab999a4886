"""When visitors of a site are asked whether they would like to chat, and what came of the asking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from divan.chat.models.sites import ChatSite


class Visitors(models.TextChoices):
    ANY = "any", pgettext_lazy("whom to ask to a chat", "Everybody")
    FIRST = "first", pgettext_lazy("whom to ask to a chat", "Only on their first visit")
    RETURNING = "returning", pgettext_lazy("whom to ask to a chat", "Only when they come back")


class ChatRule(models.Model):
    """An invitation to chat. `texts` by language are what visitors read, `name` is for the staff.

    `pages` are paths in which * stands for anything, none of them is every page. `seconds` are those that the page was
    looked at. Who was asked, by whatever rule, is not asked by this one for `again_days`. The first rule that fits is
    the only one.
    """

    site = models.ForeignKey(ChatSite, on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(max_length=100)
    texts = models.JSONField(default=dict)
    pages = models.JSONField(default=list)
    seconds = models.PositiveSmallIntegerField(default=30)
    visitors = models.CharField(max_length=9, choices=Visitors.choices, default=Visitors.ANY)
    again_days = models.PositiveSmallIntegerField(default=7)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class ChatRuleDay(models.Model):
    """How often a rule asked on a day (UTC), and how often that was accepted or declined. Of nobody in particular."""

    rule = models.ForeignKey(ChatRule, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "day"], name="one_count_of_a_rule_and_day")]

    def __str__(self) -> str:
        return f"rule {self.rule_id} on {self.day}"
