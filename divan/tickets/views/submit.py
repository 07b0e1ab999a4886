"""Asking for help: choosing a form, filling it in, and the number that comes at once (T1, T4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from divan.core.labels import label
from divan.tickets.forms.submission import SubmissionForm
from divan.tickets.models import Form
from divan.tickets.queries import portal as queries
from divan.tickets.upload_keys import give_key
from divan.tickets.views.receipts import number_in, receipt_of
from divan.tickets.views.sending_in import SentIn, send_in


@require_safe
def choose_form(request: HttpRequest) -> HttpResponse:
    """The forms as cards; `?subject=` and `?article=` are carried on to the one that is chosen."""
    carried = {name: value for name in ("subject", "article") if (value := request.GET.get(name, ""))}
    context = {"forms": queries.active_forms(), "carried": carried, "label": label}
    return render(request, "tickets/portal/choose_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fill_form(request: HttpRequest, form: str) -> HttpResponse:
    """One form, for guests and members. Whatever is wrong with it, nothing typed or uploaded is lost."""
    row = queries.active_form(form)
    if request.method != "POST":
        asked = SubmissionForm(row, actor=request.actor, subject=request.GET.get("subject", ""))
        return _page(request, row, SentIn(asked))
    sent = send_in(request, row, read_before=request.GET.get("article", ""))
    if sent.ticket is None:
        return _page(request, row, sent)
    return redirect("form_sent", form=row.slug, receipt=receipt_of(sent.ticket))


def _page(request: HttpRequest, row: Form, sent: SentIn) -> HttpResponse:
    context: dict[str, Any] = {
        "row": row,
        "form": sent.form,
        "files": sent.files,
        "file_error": sent.file_error,
        "wait": sent.wait,
        "label": label,
    }
    return give_key(request, render(request, "tickets/portal/form.html", context, status=sent.status))


@require_safe
def form_sent(request: HttpRequest, form: str, receipt: str) -> HttpResponse:
    """The number, and what happens next. Guests get the way to their ticket by mail, never here."""
    number = number_in(receipt)
    row = queries.active_form(form)
    context = {"row": row, "ticket_number": number, "confirmation": label(row.confirmations)}
    return render(request, "tickets/portal/sent.html", context)
