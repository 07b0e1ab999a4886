"""The page of an article tells that it was opened by a link in one of our answers (K3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from divan.core.limits import take
from divan.tickets.actions import note_reading

A_MINUTE = 30


def article_read(request: HttpRequest) -> HttpResponse:
    """Asked by a script of the page, so that programs that only look at links do not count as readers.

    The answer is always the same: nobody learns whether a marker exists.
    """
    marker = request.POST.get("marker", "")[:32]
    if marker and not take("article-read", request.META.get("REMOTE_ADDR", ""), limit=A_MINUTE, seconds=60):
        note_reading(marker, actor=request.actor)
    return HttpResponse(status=204)
