"""Settings: the mail server that takes our mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions
from divan.mail.forms import RelayForm
from divan.mail.models import RelaySettings
from divan.mail.relay import current_relay

SECTION = "settings_relay"


@require_http_methods(["GET", "POST"])
@needs("relay.manage")
def relay(request: HttpRequest) -> HttpResponse:
    """The server, and a test of it."""
    form = RelayForm(
        request.POST or None,
        initial=RelayForm.initial_of(RelaySettings.objects.filter(is_general=True).first()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_relay(form.data_entered(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_relay")
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {
        "form": form,
        "relay": current_relay(),
        "from_environment": bool(settings.MAIL_RELAY_URL),
        "section": SECTION,
    }
    return render(request, "mail/settings/relay.html", page, status=422 if form.errors else 200)


@require_POST
@needs("relay.manage")
def test_relay(request: HttpRequest) -> HttpResponse:
    """Send a mail to the reader's own address and say how it went."""
    try:
        actions.send_test(actor=request.actor)
        messages.success(request, _("The server took the mail. Look into your inbox."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("settings_relay")
