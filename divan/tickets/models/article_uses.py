"""Where articles and earlier answers were used to answer somebody (K3, K4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class ArticleUse(models.Model):
    """An article that has to do with a ticket, or an earlier reply (`answer`) that was made use of.

    `linked`: `message` links to it, in `language` and at the heading `anchor`. `marker` stands in that link and
    nowhere else, so that whoever opens it says that the link was followed; `read_at` is when that was first.
    `adapted`: `message` was written from it. `read_before`: the requester had read it before they asked.
    """

    class Kind(models.TextChoices):
        LINKED = "linked", pgettext_lazy("use of an article", "Linked")
        ADAPTED = "adapted", pgettext_lazy("use of an article", "Adapted")
        READ_BEFORE = "read_before", pgettext_lazy("use of an article", "Read before asking")

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="article_uses")
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.CASCADE, null=True, related_name="+"
    )
    article = models.ForeignKey(
        "knowledge.KnowledgeArticle", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    answer = models.ForeignKey(
        "conversations.Message", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=11, choices=Kind.choices)
    language = models.CharField(max_length=5, blank=True)
    anchor = models.CharField(max_length=250, blank=True)
    marker = models.CharField(max_length=32, null=True, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["article", "created_at"], name="uses_of_article")]
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, answer__isnull=False) | Q(article__isnull=False, answer=None),
                name="use_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.ticket_id}"
