"""Asking for help: choosing a form, filling it in, and the number that comes at once (T1, T4)."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from divan.core.errors import NotAllowed, Refused
from divan.core.labels import label
from divan.tickets.actions.submitting import submit_form
from divan.tickets.forms.submission import SubmissionForm
from divan.tickets.models import Form, Ticket
from divan.tickets.queries import portal as queries
from divan.tickets.upload_keys import give_key
from divan.tickets.views.attached import Attached, attached
from divan.tickets.views.flood import seconds_to_wait, wait_sentence

_RECEIPT = "divan.tickets.receipt"
_RECEIPT_SECONDS = 24 * 3600


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
    files = attached(request, request.actor)
    if request.method != "POST":
        asked = SubmissionForm(row, actor=request.actor, subject=request.GET.get("subject", ""))
        return _page(request, row, asked, files)
    asked = SubmissionForm(row, actor=request.actor, data=request.POST)
    if not asked.is_valid() or files.error:
        return _page(request, row, asked, files, status=422)
    is_quick = asked.stamp is not None and asked.stamp.is_quick
    email = asked.cleaned_data.get("email", "")
    if wait := seconds_to_wait(request, "forms", email=email, is_quick=is_quick):
        return _page(request, row, asked, files, status=429, wait=wait_sentence(wait))
    try:
        read_before = request.GET.get("article", "")
        submission = asked.submission(files.ids, files.upload_key, read_before=read_before)
        ticket = submit_form(row, submission, actor=request.actor)
    except Refused as refusal:
        asked.add_error(refusal.field if refusal.field in asked.fields else None, refusal.message)
        return _page(request, row, asked, files, status=422)
    return redirect("form_sent", form=row.slug, receipt=_receipt(ticket))


def _page(
    request: HttpRequest, row: Form, asked: SubmissionForm, files: Attached, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"row": row, "form": asked, "files": files, "label": label, "wait": "", **more}
    return give_key(request, render(request, "tickets/portal/form.html", context, status=status))


@require_safe
def form_sent(request: HttpRequest, form: str, receipt: str) -> HttpResponse:
    """The number, and what happens next. Guests get the way to their ticket by mail, never here."""
    try:
        number = signing.loads(receipt, salt=_RECEIPT, max_age=_RECEIPT_SECONDS)
    except signing.BadSignature as unknown:
        raise NotAllowed(receipt) from unknown
    row = queries.active_form(form)
    context = {"row": row, "ticket_number": number, "confirmation": label(row.confirmations)}
    return render(request, "tickets/portal/sent.html", context)


def _receipt(ticket: Ticket) -> str:
    return signing.dumps(ticket.number, salt=_RECEIPT)
