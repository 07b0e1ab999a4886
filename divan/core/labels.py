"""Short names that administrators write once per language: group, form and category names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language


def label(names: Mapping[str, str] | None, language: str | None = None) -> str:
    """The name in `language` (the active one by default), else English, else any that is filled in."""
    if not names:
        return ""
    wanted = (language or get_language() or "en").split("-")[0]
    return names.get(wanted) or names.get("en") or next((name for name in names.values() if name), "")
