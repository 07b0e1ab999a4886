"""Articles, and what they say in each language."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from divan.core.labels import label


class KnowledgeCategory(models.Model):
    """A shelf. `names` are written once per language."""

    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name_plural = "knowledge categories"

    def __str__(self) -> str:
        return label(self.names)


class Visibility(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("article", "Everybody")
    MEMBERS = "members", pgettext_lazy("article", "People who are signed in")
    INTERNAL = "internal", pgettext_lazy("article", "Staff only")


class KnowledgeArticle(models.Model):
    """What all languages of an article share. Without `published_at` it is a draft, which nobody reads."""

    slug = models.SlugField(max_length=80, unique=True)
    category = models.ForeignKey(KnowledgeCategory, on_delete=models.PROTECT, related_name="articles")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="article_newest")]

    def __str__(self) -> str:
        return self.slug


class ArticleTranslation(models.Model):
    """An article in one language: `body` as it was written, `html` as it is shown, already sanitised.

    `search_title` and `search_text` are search keys (divan.core.l10n.folding) of the title and of the rest.
    """

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField()
    html = models.TextField()
    search_title = models.CharField(max_length=400)
    search_text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_translation_a_language")
        ]

    def __str__(self) -> str:
        return self.title
