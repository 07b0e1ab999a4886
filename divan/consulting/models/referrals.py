"""Questions about a ticket to a colleague or a group, while its owner stays the same (T6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Group, User

OPEN = Q(ended_at=None)


class Referral(models.Model):
    """One question. `parent` is the question that whoever asks was asked themselves: they refer on.

    The words stand in internal notes of the ticket: `question`, and `answer` for the answer or the reason of the
    return. It is open as long as it has no end.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("referral", "Waits for an answer")
        ANSWERED = "answered", pgettext_lazy("referral", "Answered")
        RETURNED = "returned", pgettext_lazy("referral", "Returned")
        TAKEN_BACK = "taken_back", pgettext_lazy("referral", "Taken back")

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        "accounts.Group", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    question = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    answer = models.ForeignKey(
        "conversations.Message", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, group__isnull=False) | Q(person__isnull=False, group=None),
                name="a_referral_asks_one",
            ),
            models.UniqueConstraint(
                fields=["person", "ticket"], name="one_open_referral_a_person", condition=OPEN
            ),
            models.UniqueConstraint(
                fields=["group", "ticket"], name="one_open_referral_a_group", condition=OPEN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} on {self.ticket_id}"

    @property
    def asked(self) -> User | Group:
        """Who is asked: a person or a group."""
        found = self.person or self.group
        assert found is not None  # the database keeps exactly one of them
        return found
