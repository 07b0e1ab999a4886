"""Guests who lost the link to their ticket ask for another one (SECURITY class 13)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from divan.tickets.forms.link import LinkForm
from divan.tickets.link_requests import request_link
from divan.tickets.views.flood import seconds_to_wait, wait_sentence


@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """Number and address; the answer is the same whether or not they belong together."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    if wait := seconds_to_wait(request, "links", email=given["email"]):
        return _page(request, form, status=429, wait=wait_sentence(wait))
    request_link(given["number"], given["email"])
    return redirect("link_asked")


def _page(request: HttpRequest, form: LinkForm, status: int, wait: str = "") -> HttpResponse:
    context = {"form": form, "wait": wait}
    return render(request, "tickets/portal/ask_link.html", context, status=status)


@require_safe
def link_asked(request: HttpRequest) -> HttpResponse:
    """What was asked for is on its way, if there is such a ticket."""
    return render(request, "tickets/portal/link_asked.html")
