"""What readers leave behind: whether an article helped, and what they want to hear of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from divan.knowledge.models.articles import KnowledgeArticle
from divan.knowledge.models.categories import KnowledgeCategory


class FeedbackReason(models.TextChoices):
    UNCLEAR = "unclear", pgettext_lazy("article did not help", "Hard to understand")
    WRONG = "wrong", pgettext_lazy("article did not help", "It is wrong or out of date")
    INCOMPLETE = "incomplete", pgettext_lazy("article did not help", "Something is missing")
    OTHER = "other", pgettext_lazy("article did not help", "It is about something else")


class ArticleFeedback(models.Model):
    """One answer to "Did this help?". Nobody's name or address is kept with it."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="feedback")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    helped = models.BooleanField()
    reason = models.CharField(max_length=10, choices=FeedbackReason.choices, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"feedback {self.pk}"


class Subscription(models.Model):
    """Somebody who is told of news in a category, or of changes of one article."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        KnowledgeCategory, on_delete=models.CASCADE, null=True, related_name="subscriptions"
    )
    article = models.ForeignKey(
        KnowledgeArticle, on_delete=models.CASCADE, null=True, related_name="subscriptions"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category=None, article__isnull=False)
                | models.Q(category__isnull=False, article=None),
                name="subscription_to_one_thing",
            ),
            models.UniqueConstraint(fields=["user", "category"], name="one_subscription_a_category"),
            models.UniqueConstraint(fields=["user", "article"], name="one_subscription_an_article"),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class ArticleNews(models.Model):
    """A release that subscribers are to be told of. `told_up_to` is the last person who was;
    people are told in the order of their ids, and the row goes when all were.
    """

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    is_first = models.BooleanField(default=False)
    told_up_to = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"news of {self.article_id}"
