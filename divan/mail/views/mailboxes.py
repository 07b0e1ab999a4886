"""Settings: our own addresses (E1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions, queries
from divan.mail.forms import MailboxForm
from divan.mail.models import Mailbox

SECTION = "settings_mailboxes"


@require_GET
@needs("settings.manage")
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All addresses."""
    page = {"mailboxes": queries.mailboxes(request.actor), "section": SECTION}
    return render(request, "mail/settings/mailboxes.html", page)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def create_mailbox(request: HttpRequest) -> HttpResponse:
    """A new address."""
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_mailbox(form.data_entered(), actor=request.actor)
            return _done(request)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def change_mailbox(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """One address."""
    mailbox = queries.mailbox(request.actor, mailbox_id)
    form = MailboxForm(request.POST or None, initial=MailboxForm.initial_of(mailbox))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mailbox(mailbox, form.data_entered(), actor=request.actor)
            return _done(request)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    return _page(request, form, mailbox)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("settings_mailboxes")


def _page(request: HttpRequest, form: MailboxForm, mailbox: Mailbox | None) -> HttpResponse:
    page = {"form": form, "mailbox": mailbox, "section": SECTION}
    return render(request, "mail/settings/mailbox.html", page, status=422 if form.errors else 200)
