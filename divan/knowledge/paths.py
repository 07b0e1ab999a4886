"""Addresses that are written into stored text, and whole addresses for machines and letters."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def file_path(file_id: int) -> str:
    """Where a file of an article is fetched from."""
    return f"/help/files/{file_id}/"


def article_path(slug: str, language: str = "") -> str:
    """The page of an article: in `language`, or without one in the reader's."""
    if language:
        return reverse("help_article_in", kwargs={"language": language, "slug": slug})
    return reverse("help_article", kwargs={"slug": slug})


def whole(path: str) -> str:
    """The path with the host that people reach the product by."""
    return f"{settings.PUBLIC_URL}{path}"
