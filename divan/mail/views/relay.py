"""Settings: the mail servers that take our mail, the general one and those of single addresses."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_told
from divan.core.errors import Refused
from divan.mail import actions, mailbox_facts
from divan.mail.forms_servers import RelayForm
from divan.mail.models import Mailbox, RelaySettings
from divan.mail.relay import current_relay

SECTION = "settings_relay"


@require_http_methods(["GET", "POST"])
@needs("relay.manage")
def relay(request: HttpRequest) -> HttpResponse:
    """The general server, and a test of it."""
    row = RelaySettings.objects.filter(is_general=True).first()
    form = RelayForm(request.POST or None, row=row)
    if request.method == "POST" and _saved(request, form, None):
        return redirect("settings_relay")
    mailboxes = mailbox_facts.served_mailboxes(request.actor)
    page = {
        "form": form,
        "trouble": mailbox_facts.general_trouble(mailboxes),
        "relay": current_relay(),
        "from_environment": bool(settings.MAIL_RELAY_URL),
        "mailboxes": mailboxes,
        "section": SECTION,
    }
    return render(request, "mail/settings/relay.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("relay.manage")
def mailbox_relay(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """The server of one address, which goes before the general one."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    row = RelaySettings.objects.filter(mailbox=mailbox).first()
    form = RelayForm(request.POST or None, row=row, mailbox=mailbox)
    if request.method == "POST" and _saved(request, form, mailbox):
        return redirect("settings_mailbox_relay", mailbox_id=mailbox_id)
    trouble = mailbox_facts.trouble_of(mailbox) if row else None
    page = {"form": form, "mailbox": mailbox, "row": row, "trouble": trouble, "section": SECTION}
    return render(request, "mail/settings/mailbox_relay.html", page, status=422 if form.errors else 200)


@require_POST
@needs("relay.manage")
def remove_mailbox_relay(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Send mail of this address by the general server again."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    actions.remove_relay(mailbox, actor=request.actor)
    messages.success(request, _("Mail of this address takes the general server."))
    return redirect("settings_mailbox_relay", mailbox_id=mailbox_id)


@require_POST
@needs("relay.manage")
def test_relay(request: HttpRequest) -> HttpResponse:
    """Send a mail to the reader's own address and say how it went."""
    _try(request, None)
    return redirect("settings_relay")


@require_POST
@needs("relay.manage")
def test_mailbox_relay(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """The same by the server of one address."""
    _try(request, mailbox_facts.served_mailbox(request.actor, mailbox_id))
    return redirect("settings_mailbox_relay", mailbox_id=mailbox_id)


def _saved(request: HttpRequest, form: RelayForm, mailbox: Mailbox | None) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.change_relay(form.data_entered(), actor=request.actor, mailbox=mailbox)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(request, _("Saved."))
    return True


def _try(request: HttpRequest, mailbox: Mailbox | None) -> None:
    with refusals_told(request):
        actions.send_test(actor=request.actor, mailbox=mailbox)
        messages.success(request, _("The server took the mail. Look into your inbox."))
