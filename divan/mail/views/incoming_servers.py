"""Settings: the server that the mail of an address is fetched from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions, mailbox_facts
from divan.mail.fetching.testing import TestResult, test_server
from divan.mail.forms_servers import IncomingServerForm
from divan.mail.models import Mailbox

SECTION = "settings_mailboxes"


@require_http_methods(["GET", "POST"])
@needs("relay.manage")
def incoming_server(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Where mail is fetched from."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    form = IncomingServerForm(request.POST or None, mailbox=mailbox, row=mailbox_facts.server_of(mailbox))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_incoming_server(mailbox, form.data_entered(), actor=request.actor)
            messages.success(request, _("Saved. Mail is fetched from now on."))
            return redirect("settings_incoming_server", mailbox_id=mailbox_id)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    return _page(request, mailbox, form)


@require_POST
@needs("relay.manage")
def test_incoming_server(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Try the stored settings and say step by step how it went; nothing is changed on the server."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    server = mailbox_facts.server_of(mailbox)
    if server is None:
        messages.error(request, _("Say first which server to fetch from."))
        return redirect("settings_incoming_server", mailbox_id=mailbox_id)
    form = IncomingServerForm(None, mailbox=mailbox, row=server)
    return _page(request, mailbox, form, test_server(server))


@require_POST
@needs("relay.manage")
def start_fetching(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Fetch mail again."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    actions.start_fetching(mailbox, actor=request.actor)
    messages.success(request, _("Mail is fetched again."))
    return redirect("settings_incoming_server", mailbox_id=mailbox_id)


@require_POST
@needs("relay.manage")
def stop_fetching(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Leave mail on the server for now."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    actions.stop_fetching(mailbox, actor=request.actor)
    messages.success(request, _("Mail stays on the server until you start again."))
    return redirect("settings_incoming_server", mailbox_id=mailbox_id)


@require_POST
@needs("relay.manage")
def remove_incoming_server(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Forget the server."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    actions.remove_incoming_server(mailbox, actor=request.actor)
    messages.success(request, _("Mail of this address is no longer fetched."))
    return redirect("settings_incoming_server", mailbox_id=mailbox_id)


def _page(
    request: HttpRequest, mailbox: Mailbox, form: IncomingServerForm, result: TestResult | None = None
) -> HttpResponse:
    server = mailbox_facts.server_of(mailbox)
    page = {
        "form": form,
        "mailbox": mailbox,
        "server": server,
        "fetching": mailbox_facts.fetching_of(server),
        "labels": mailbox_facts.FETCHING_LABELS,
        "result": result,
        "section": SECTION,
    }
    status = 422 if form.errors else 200
    return render(request, "mail/settings/incoming_server.html", page, status=status)
