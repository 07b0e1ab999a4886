"""What an article says in one language, wherever it is kept: live, as a draft, or as an old version."""

from __future__ import annotations

from django.db import models

# The parts of a known error, in the order in which they are read.
PARTS = ("symptom", "cause", "workaround")
FIELDS = ("title", "summary", *PARTS, "body")


class ArticleWords(models.Model):
    """Title and summary are plain text; `body` and the parts, which only a known error has, are Markdown."""

    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    symptom = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    workaround = models.TextField(blank=True, default="")
    body = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> dict[str, str]:
        """All of it by field name."""
        return {name: getattr(self, name) for name in FIELDS}
