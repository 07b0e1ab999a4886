"""Questions that nobody had to ask, because an article answered them first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from divan.knowledge.models.articles import KnowledgeArticle


class Place(models.TextChoices):
    """Where the article was offered."""

    FORM = "form", pgettext_lazy("where an article helped", "Form")
    SEARCH = "search", pgettext_lazy("where an article helped", "Search")
    CHAT = "chat", pgettext_lazy("where an article helped", "Chat")


class Deflection(models.Model):
    """Somebody who was about to ask said that the article solved it.

    `visitor` is a hash of a random value that only their browser has, of the article and of the day: it makes one
    person count once for an article and a day, and tells nothing else. `form` is the form they were writing in.
    """

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="deflections")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    place = models.CharField(max_length=8, choices=Place.choices)
    form = models.SlugField(max_length=60, blank=True, db_index=False)
    visitor = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "created_at"], name="deflection_of_article")]

    def __str__(self) -> str:
        return f"deflection {self.pk}"
