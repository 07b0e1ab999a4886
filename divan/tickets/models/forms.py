"""Forms are data: each has its own address, fields, group and words (T4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from divan.core.labels import label


class Form(models.Model):
    """A way in. `names`, `intros`, `confirmations` and `consents` are written once per language.

    `group` owns what comes in; `type` is what a submission becomes. A form with a text in `consents` asks
    for a tick beside it.
    """

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)
    intros = models.JSONField(default=dict, blank=True)
    confirmations = models.JSONField(default=dict, blank=True)
    consents = models.JSONField(default=dict, blank=True)
    icon = models.CharField(max_length=20, default="form")
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=20, default="question")
    category = models.ForeignKey(
        "tickets.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asks_urgency = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.names) or self.slug


class FormField(models.Model):
    """A question beside name, address, subject, description and files, which every form has."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("field kind", "Line of text")
        LONG_TEXT = "long_text", pgettext_lazy("field kind", "Paragraphs")
        CHOICE = "choice", pgettext_lazy("field kind", "Choice")
        DATE = "date", pgettext_lazy("field kind", "Date")
        NUMBER = "number", pgettext_lazy("field kind", "Number")
        PHONE = "phone", pgettext_lazy("field kind", "Phone number")
        URL = "url", pgettext_lazy("field kind", "Web address")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TEXT)
    labels = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="one_field_a_key")]

    def __str__(self) -> str:
        return label(self.labels) or self.key
