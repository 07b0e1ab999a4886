"""How an article comes about: the draft that is being written, and every version that was released."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from divan.knowledge.models.articles import KnowledgeArticle
from divan.knowledge.models.words import ArticleWords


class DraftState(models.TextChoices):
    WRITING = "writing", pgettext_lazy("draft of an article", "Being written")
    REVIEW = "review", pgettext_lazy("draft of an article", "Waiting for review")
    SCHEDULED = "scheduled", pgettext_lazy("draft of an article", "Scheduled")


class ArticleDraft(ArticleWords):
    """The next words of an article in one language; at most one, gone when it is released.

    `revision` counts the times it was saved, so that nobody writes over what they have not seen. `note` is
    what the author tells the `reviewer`, or what the reviewer answers. `publish_at` is when it goes live.
    """

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(max_length=9, choices=DraftState.choices, default=DraftState.WRITING)
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)
    publish_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_draft_a_language")]
        indexes = [
            models.Index(
                fields=["publish_at"], name="draft_due", condition=models.Q(state=DraftState.SCHEDULED)
            )
        ]


class ArticleVersion(ArticleWords):
    """The words of one release, for ever. `author` wrote them, `approved_by` let them go live."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "language", "number"], name="one_version_a_number")
        ]
