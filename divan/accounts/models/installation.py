"""The installation: one row, written by the set-up page, read by every page."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Installation(models.Model):
    """Name, look and language of this help desk. The check constraint makes a second row impossible.

    `hours_version` is another one after each change of business hours: who remembers those sees that they changed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    logo_sha256 = models.CharField(max_length=64, blank=True)
    logo_type = models.CharField(max_length=40, blank=True)
    brand_hue = models.PositiveSmallIntegerField(default=205)
    brand_chroma = models.DecimalField(max_digits=4, decimal_places=3, default="0.080")
    languages = models.JSONField(default=list)
    default_language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    number_prefix = models.CharField(max_length=12, default="DVN-", blank=True)
    number_checksum = models.BooleanField(default=False)
    close_after_days = models.PositiveSmallIntegerField(default=4)
    hotline = models.CharField(max_length=60, blank=True)
    hotline_hours = models.JSONField(default=dict, blank=True)
    hours_version = models.CharField(max_length=16, default="", db_default="", blank=True)
    set_up_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_installation")]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        """The address of the logo, empty without one; another logo has another address."""
        return reverse("logo", kwargs={"digest": self.logo_sha256}) if self.logo_sha256 else ""
