"""Answers of the domain, translated once for all pages."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from divan.core.errors import NotAllowed, Refused


class DomainErrors:
    """What is missing and what is forbidden look the same; a refusal that no form caught is a 422.

    A part of a page that asked is not replaced by a page: the refusal is said beside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if isinstance(failure, NotAllowed):
            return render(request, "404.html", status=404)
        if isinstance(failure, Refused) and request.headers.get("HX-Request") == "true":
            said = {"toast": {"text": failure.message, "trouble": True}}
            return HttpResponse(status=422, headers={"HX-Reswap": "none", "HX-Trigger": json.dumps(said)})
        if isinstance(failure, Refused):
            return render(request, "ui/errors/refused.html", {"message": failure.message}, status=422)
        return None
