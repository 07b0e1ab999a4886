"""Pictures and files of articles."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from divan.knowledge.models.articles import KnowledgeArticle


class ArticleFile(models.Model):
    """A file of an article, named in its text as `files/<id>`. Its bytes lie under their hash."""

    article = models.ForeignKey(KnowledgeArticle, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
