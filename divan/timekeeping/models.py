"""Time spent on tickets: entries, the clock that runs, and what an hour costs (S9)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

LONGEST_DAY = 24 * 60


class Activity(models.TextChoices):
    WORK = "work", pgettext_lazy("activity", "Work on the ticket")
    CALL = "call", pgettext_lazy("activity", "Telephone call")
    VISIT = "visit", pgettext_lazy("activity", "Visit")
    TRAVEL = "travel", pgettext_lazy("activity", "Travel")
    RESEARCH = "research", pgettext_lazy("activity", "Research")


class TimeEntry(models.Model):
    """So many minutes that somebody worked on a ticket on a day.

    `rate` is what an hour of the person's role cost when the entry was made: later rates change nothing about it.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    minutes = models.PositiveIntegerField()
    on = models.DateField()
    activity = models.CharField(max_length=10, choices=Activity.choices, default=Activity.WORK)
    is_billable = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    rate = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "time entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_DAY), name="minutes_of_one_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} on {self.ticket_id}"

    @property
    def cost(self) -> Decimal | None:
        """What the entry cost, in the currency of the installation; None without a rate."""
        return None if self.rate is None else (self.rate * self.minutes / 60).quantize(Decimal("0.01"))


class Timer(models.Model):
    """The one clock of a person. It is a stored moment, so it runs on through reloads and restarts.

    `kept_seconds` are those before the last pause; `started_at` is None while it stands still.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(null=True)
    kept_seconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"clock of {self.person_id}"


class HourlyRate(models.Model):
    """What an hour of somebody with this role costs from now on."""

    role = models.OneToOneField("accounts.Role", on_delete=models.CASCADE, related_name="+")
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.role_id}: {self.amount}"


class Currency(models.Model):
    """The currency of all rates, as ISO 4217 names it. The check constraint makes a second row impossible."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    code = models.CharField(max_length=3, default="EUR")

    class Meta:
        verbose_name_plural = "currencies"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_currency")]

    def __str__(self) -> str:
        return self.code
