"""The body of a message as safe HTML, wherever it is shown."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from divan.ui.paragraphs import paragraphs


def body(html: str, text: str) -> SafeString:
    """The markup that came with a message, which was sanitised before it was stored, or else its text."""
    return mark_safe(html) if html else paragraphs(text)  # noqa: S308 - stored markup is sanitised
