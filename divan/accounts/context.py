"""What every page knows about its reader and about the installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from divan.accounts.installation import installation


def reader(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `actor`, `installation`, `LANGUAGES`, and how the reader wants pages to look."""
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    return {
        "actor": actor,
        "installation": installation(),
        "LANGUAGES": settings.LANGUAGES,
        "theme": getattr(user, "theme", "") or request.COOKIES.get("theme", ""),
        "shortcuts_enabled": getattr(user, "shortcuts_enabled", True),
    }
