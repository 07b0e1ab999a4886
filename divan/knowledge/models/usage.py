"""How often articles are read, and what people looked for in vain."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from divan.knowledge.models.articles import KnowledgeArticle


class ArticleReads(models.Model):
    """How often an article was read on a day. Who read it is not kept."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="reads")
    day = models.DateField(db_index=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="one_count_an_article_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.times} reads of {self.article_id}"


class MissedSearch(models.Model):
    """A search for which there is no article.

    One person may have typed anything, so at first only `digest`, a keyed hash of the folded words and the
    language, is kept. `words` are filled in when somebody else, or the same one on another day, looks for the
    same; `last_seeker` is a keyed hash that tells them apart and is good for one day only.
    """

    digest = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    times = models.PositiveIntegerField(default=1)
    last_seeker = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-times", "-last_at"]
        verbose_name_plural = "missed searches"
        indexes = [
            models.Index(
                fields=["-times", "-last_at"],
                name="missed_searches_to_show",
                condition=models.Q(set_aside_at=None) & ~models.Q(words=""),
            )
        ]

    def __str__(self) -> str:
        return self.words or self.digest
