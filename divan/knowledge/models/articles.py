"""Articles, and what people read of them in each language."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from divan.knowledge.models.categories import KnowledgeCategory
from divan.knowledge.models.words import ArticleWords
from divan.search.models import Searchable


class Visibility(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("article", "Everybody")
    MEMBERS = "members", pgettext_lazy("article", "People who are signed in")
    INTERNAL = "internal", pgettext_lazy("article", "Staff only")


class Type(models.TextChoices):
    FAQ = "faq", pgettext_lazy("article", "Frequent question")
    GUIDE = "guide", pgettext_lazy("article", "Guide with chapters")
    HOWTO = "howto", pgettext_lazy("article", "How-to")
    KNOWN_ERROR = "known_error", pgettext_lazy("article", "Known error")


class Level(models.TextChoices):
    BASIC = "basic", pgettext_lazy("article", "Basic")
    ADVANCED = "advanced", pgettext_lazy("article", "Advanced")


class ErrorState(models.TextChoices):
    OPEN = "open", pgettext_lazy("known error", "Cause not known yet")
    WORKAROUND = "workaround", pgettext_lazy("known error", "There is a workaround")
    FIXED = "fixed", pgettext_lazy("known error", "Fixed")


class KnowledgeArticle(models.Model):
    """What all languages of an article share. Without `published_at` it is a draft, which nobody reads.

    `source_language` is the one that the others are translated from. A chapter names its `guide` and its
    `place` in it. `review_by` is the day on which the owner looks whether it is still right; `reminded_at`
    says that they were told. `origin` is what the article was made from ("ticket:12"); the slice that made it
    knows what that means.
    """

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Type.choices, default=Type.HOWTO)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.BASIC)
    error_state = models.CharField(max_length=10, choices=ErrorState.choices, blank=True, default="")
    category = models.ForeignKey(KnowledgeCategory, on_delete=models.PROTECT, related_name="articles")
    guide = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="chapters")
    place = models.PositiveIntegerField(default=0)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PUBLIC)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    source_language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    review_by = models.DateField(null=True, db_index=True)
    reminded_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    origin = models.CharField(max_length=40, blank=True, default="", db_index=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["-published_at", "-id"], name="article_newest")]

    def __str__(self) -> str:
        return self.slug


class ArticleTranslation(Searchable, ArticleWords):
    """An article in one language, as people read it: `html` is its Markdown, sanitised when it was stored.

    Words that are still being written are an `ArticleDraft`, never here. `version` is the number of the
    `ArticleVersion` that is live; `source_version` that of the source language's words that it follows: when
    the source has gone on, the translation is stale. Search keeps its own
    index of the words.
    """

    search_kind = "article"
    search_columns = frozenset({"title", "summary", "html"})

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    html = models.TextField()
    version = models.PositiveIntegerField(default=1)
    source_version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="one_translation_a_language")
        ]

    @property
    def safe_html(self) -> SafeString:
        """What readers see below the title."""
        return mark_safe(self.html)  # noqa: S308 - sanitised when it was stored
