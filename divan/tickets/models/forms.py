"""Forms are data: each has its own address, fields, group and words (T4)."""

from __future__ import annotations

from django.db import models

from divan.core.labels import label
from divan.tickets.models.ticket import Urgency


class Form(models.Model):
    """A way in. `names`, `intros`, `confirmations` and `consents` are written once per language.

    `group` owns what comes in; `type` is what a submission becomes, `urgency` what is assumed. A form with a text in
    `consents` asks for a tick beside it. `asks_whom`: the requester may choose a group or an expert (T8). `origins` are the sites that may show the form in a frame.
    """

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    intros = models.JSONField(default=dict, blank=True)
    confirmations = models.JSONField(default=dict, blank=True)
    consents = models.JSONField(default=dict, blank=True)
    consent_link = models.CharField(max_length=500, blank=True)
    icon = models.CharField(max_length=20, default="form")
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=20, default="question")
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asks_urgency = models.BooleanField(default=True)
    asks_whom = models.BooleanField(default=False)
    urgency = models.CharField(max_length=8, default=Urgency.NORMAL)
    origins = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.names) or self.slug


class ConsentWording(models.Model):
    """What a form asked people to agree to, word for word; a ticket names the wording that its requester read."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    texts = models.JSONField(default=dict)
    link = models.CharField(max_length=500, blank=True)
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "digest"], name="one_wording_once")]

    def __str__(self) -> str:
        return label(self.texts)
