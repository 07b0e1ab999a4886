"""Settings: our own addresses (E1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions, mailbox_facts, queries
from divan.mail.forms import MailboxForm

SECTION = "settings_mailboxes"


@require_GET
@needs("settings.manage")
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All addresses."""
    page = {
        "rows": mailbox_facts.mailbox_rows(request.actor),
        "labels": mailbox_facts.FETCHING_LABELS,
        "section": SECTION,
    }
    return render(request, "mail/settings/mailboxes.html", page)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def create_mailbox(request: HttpRequest) -> HttpResponse:
    """A new address; its page comes next, because it wants servers."""
    form = MailboxForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_mailbox(form.data_entered(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_mailbox", mailbox_id=made.pk)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {"form": form, "section": SECTION}
    return render(request, "mail/settings/create_mailbox.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("settings.manage")
def change_mailbox(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """The home of one address: its state, its servers, and what it is."""
    mailbox = queries.mailbox(request.actor, mailbox_id)
    form = MailboxForm(request.POST or None, actor=request.actor, mailbox=mailbox)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_mailbox(mailbox, form.data_entered(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_mailbox", mailbox_id=mailbox.pk)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {
        "form": form,
        "facts": mailbox_facts.facts(request.actor, mailbox),
        "labels": mailbox_facts.FETCHING_LABELS,
        "section": SECTION,
    }
    return render(request, "mail/settings/mailbox.html", page, status=422 if form.errors else 200)
