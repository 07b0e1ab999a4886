"""NUL in what people send: PostgreSQL stores none and refuses whatever names one, and nobody types it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class WithoutNul:
    """Takes NUL out of queries and forms before a view reads them, so that all else that was sent is kept.

    Addresses that name one lead nowhere. It comes after the check against forged forms, which reads the form too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_called: object) -> None:
        if NUL in request.path:
            raise Http404
        if _has_nul(request.GET):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and _has_nul(request.POST):
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _has_nul(sent: QueryDict) -> bool:
    return any(NUL in value for _name, values in sent.lists() for value in values)


def _without(sent: QueryDict) -> QueryDict:
    kept = sent.copy()
    for name, values in sent.lists():
        kept.setlist(name, [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return kept
