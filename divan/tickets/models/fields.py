"""Typed fields: what somebody is asked for, wherever it is asked (T3, T4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from divan.core.labels import label


class Kind(models.TextChoices):
    TEXT = "text", pgettext_lazy("field kind", "Line of text")
    LONG_TEXT = "long_text", pgettext_lazy("field kind", "Paragraphs")
    NUMBER = "number", pgettext_lazy("field kind", "Number")
    DATE = "date", pgettext_lazy("field kind", "Date")
    CHOICE = "choice", pgettext_lazy("field kind", "Choice")
    MULTIPLE = "multiple", pgettext_lazy("field kind", "Several choices")
    CHECK = "check", pgettext_lazy("field kind", "Box to tick")
    FILE = "file", pgettext_lazy("field kind", "File")
    PERSON = "person", pgettext_lazy("field kind", "Person")
    PRODUCT = "product", pgettext_lazy("field kind", "Product")
    PHONE = "phone", pgettext_lazy("field kind", "Phone number")
    URL = "url", pgettext_lazy("field kind", "Web address")
    SECTION = "section", pgettext_lazy("field kind", "Heading of a section")


class Typed(models.Model):
    """Words, kind and limits of something that can be answered.

    `labels` and `hints` are by language; each of `choices` has a `value` and its own `labels`. `rules` are the
    limits of `fields.rules`.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.TEXT)
    labels = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return label(self.labels)


class CustomField(Typed):
    """Something that tickets have besides what they are born with: a serial number, a cost centre.

    Its key and kind never change, so that values keep their meaning. It stands on tickets of its `group` and `type`,
    on all if these are empty. `audience` says how far customers come near it.
    """

    class Audience(models.TextChoices):
        STAFF = "staff", pgettext_lazy("who sees a field", "Only agents")
        SEEN = "seen", pgettext_lazy("who sees a field", "Agents; customers read it")
        ASKED = "asked", pgettext_lazy("who sees a field", "Agents; customers fill it in")

    key = models.SlugField(max_length=32, unique=True)
    audience = models.CharField(max_length=5, choices=Audience.choices, default=Audience.STAFF)
    is_required = models.BooleanField(default=False)
    group = models.ForeignKey("accounts.Group", on_delete=models.PROTECT, null=True, related_name="+")
    type = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.labels) or self.key

    @property
    def slot(self) -> str:
        """The key of its value in a ticket's answers; no question of a form can have one with a dot."""
        return f"field.{self.key}"


class FieldValue(models.Model):
    """What tickets are found by: each row one way to write the value of a field. The truth is in the ticket."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["field", "text", "ticket"], name="tickets_by_field")]

    def __str__(self) -> str:
        return self.text


class FormField(Typed):
    """A question of a form beside name, address, subject, description and files, which every form has.

    It has words of its own, or asks for a `field` of the ticket, whose words and kind then count. `condition` names
    an earlier question and the answers with which this one is asked: {"question": key, "is": [values]}.
    """

    form = models.ForeignKey("tickets.Form", on_delete=models.CASCADE, related_name="fields")
    field = models.ForeignKey(CustomField, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40)
    is_required = models.BooleanField(default=False)
    condition = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="one_field_a_key")]

    def __str__(self) -> str:
        return label(self.asked.labels) or self.key

    @property
    def asked(self) -> Typed:
        """Whose words and kind count."""
        return self.field if self.field is not None else self

    def get_asked_kind_display(self) -> Any:
        """The name of the kind of answer."""
        return Kind(self.asked.kind).label
