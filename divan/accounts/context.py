"""What every page knows about its reader and about the installation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from divan.accounts.installation import installation
from divan.accounts.slots import sections_for
from divan.core.actors import ANONYMOUS


def reader(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `actor`, `installation`, `LANGUAGES`, and how the reader wants pages to look.

    `settings_sections` is the list at the side of the settings; nothing is read for it. `csrf_input` is made
    once for all forms of a page; Django's own would draw new random letters for each.
    """
    actor = getattr(request, "actor", ANONYMOUS)
    user = getattr(request, "user", None)
    return {
        "actor": actor,
        "installation": installation(),
        "LANGUAGES": settings.LANGUAGES,
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
        "settings_sections": sections_for(actor),
        "theme": getattr(user, "theme", "") or request.COOKIES.get("theme", ""),
        "shortcuts_enabled": getattr(user, "shortcuts_enabled", True),
        "own_keys": getattr(user, "own_keys", None),
    }
