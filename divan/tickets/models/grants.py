"""Colleagues who see a ticket although they have no right in its group."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

_OPEN = Q(ended_at=None)


class Because(models.TextChoices):
    """Why somebody may see a ticket of another group."""

    REFERRAL = "referral", pgettext_lazy("reason of access", "Asked for advice")
    SIDE_THREAD = "side_thread", pgettext_lazy("reason of access", "Side thread")
    MENTION = "mention", pgettext_lazy("reason of access", "Mentioned")
    CHAT = "chat", pgettext_lazy("reason of access", "Invited to a chat")


class Grant(models.Model):
    """A person, or everybody who sees the tickets of a group, sees this ticket on the desk's side: reads all and
    writes notes. Only staff can hold one, see `access.granted_to`; it ends, but is never removed.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        "accounts.Group", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    because = models.CharField(max_length=12, choices=Because.choices)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, group__isnull=False) | Q(person__isnull=False, group=None),
                name="a_grant_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=["person", "ticket", "because"], name="one_open_grant_a_person", condition=_OPEN
            ),
            models.UniqueConstraint(
                fields=["group", "ticket", "because"], name="one_open_grant_a_group", condition=_OPEN
            ),
        ]

    def __str__(self) -> str:
        return f"{self.because} on {self.ticket_id}"

    @classmethod
    def open_to(cls, person_id: int, groups: list[int]) -> models.QuerySet[Any, Any]:
        """Ids of the tickets of the grants that a person holds now, alone or as a member of these groups; never of
        those that they asked themselves. Two reads by index, for every gate asks this.
        """
        held = cls.objects.filter(_OPEN).exclude(ticket__requester_id=person_id).order_by()
        alone = held.filter(person_id=person_id).values("ticket_id")
        return alone.union(held.filter(group_id__in=groups).values("ticket_id")) if groups else alone
