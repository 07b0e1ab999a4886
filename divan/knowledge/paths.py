"""Addresses that are written into stored text, and whole addresses for machines and letters."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import reverse

from divan.core.l10n.folding import fold

_LATIN = re.compile(r"[a-z0-9]+")


def file_path(file_id: int) -> str:
    """Where a file of an article is fetched from."""
    return f"/help/files/{file_id}/"


def article_path(slug: str, language: str = "") -> str:
    """The page of an article: in `language`, or without one in the reader's."""
    if language:
        return reverse("help_article_in", kwargs={"language": language, "slug": slug})
    return reverse("help_article", kwargs={"slug": slug})


def address_for(title: str) -> str:
    """The address that a title suggests; "" when it has no Latin letters."""
    return "-".join(_LATIN.findall(fold(title)))[:80].strip("-")


def whole(path: str) -> str:
    """The path with the host that people reach the product by."""
    return f"{settings.PUBLIC_URL}{path}"
