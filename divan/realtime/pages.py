"""What a page tells its own script: how far the log had come before anything was read for the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from divan.realtime.history import heard


class HeardBefore:
    """Middleware: notes what this process has heard of the log when a request comes. Asks no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.heard = heard()  # type: ignore[attr-defined]
        return self._get_response(request)


def heard_before(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `heard`, the event that the page surely shows; what came later its script asks for."""
    return {"heard": getattr(request, "heard", 0)}
