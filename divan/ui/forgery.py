"""The hidden field that keeps others from forging forms, made once for a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject


def form_token(request: HttpRequest) -> dict[str, Any]:
    """Context processor: Django's own `csrf_input` is drawn anew at each of the twenty forms of a ticket page."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}
