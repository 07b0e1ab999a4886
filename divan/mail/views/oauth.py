"""Settings: access to a mailbox by OAuth 2, from the registration to the way back from the provider."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_told
from divan.core.errors import Refused
from divan.mail import actions, mailbox_facts
from divan.mail.fetching.oauth import authorize_address, new_verifier
from divan.mail.forms_servers import GrantForm
from divan.mail.models import OAuthGrant

SECTION = "settings_mailboxes"
# What the session keeps between leaving for the provider and coming back: whose, and the two secrets.
_ON_THE_WAY = "mail_oauth"


@require_http_methods(["GET", "POST"])
@needs("relay.manage")
def oauth_grant(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """What is registered at the provider, and whether it is connected."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    grant = OAuthGrant.objects.filter(mailbox=mailbox).first()
    form = GrantForm(request.POST or None, mailbox=mailbox, row=grant)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_grant(mailbox, form.data_entered(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_oauth", mailbox_id=mailbox_id)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {
        "form": form,
        "mailbox": mailbox,
        "grant": grant,
        "redirect_address": _redirect_address(),
        "section": SECTION,
    }
    return render(request, "mail/settings/oauth.html", page, status=422 if form.errors else 200)


@require_GET
@needs("relay.manage")
def connect_oauth(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Lead the person to the provider. Changes nothing but their session, so a link may do it.

    It is a link because our policy lets no form lead to another site.
    """
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    grant = OAuthGrant.objects.filter(mailbox=mailbox).first()
    if grant is None:
        messages.error(request, _("Set up the connection to the provider first."))
        return redirect("settings_oauth", mailbox_id=mailbox_id)
    state, verifier = secrets.token_urlsafe(24), new_verifier()
    request.session[_ON_THE_WAY] = {"mailbox": mailbox_id, "state": state, "verifier": verifier}
    return redirect(authorize_address(grant, _redirect_address(), state, verifier))


@require_GET
@needs("relay.manage")
def oauth_callback(request: HttpRequest) -> HttpResponse:
    """The way back (RFC 6749 section 4.1.2): only what this browser asked for is accepted, and once."""
    asked = request.session.pop(_ON_THE_WAY, None)
    if not asked or not constant_time_compare(request.GET.get("state", ""), asked["state"]):
        messages.error(request, _("This answer belongs to no connection that you began. Begin again."))
        return redirect("settings_relay")
    mailbox = mailbox_facts.served_mailbox(request.actor, asked["mailbox"])
    code = request.GET.get("code", "")
    with refusals_told(request):
        if not code:
            raise Refused(_("The provider gave no access: %(reason)s") % {"reason": _refusal(request)})
        actions.connect(
            mailbox, code, redirect_uri=_redirect_address(), verifier=asked["verifier"], actor=request.actor
        )
        messages.success(request, _("Connected."))
    return redirect("settings_oauth", mailbox_id=mailbox.pk)


@require_POST
@needs("relay.manage")
def disconnect_oauth(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Forget the access."""
    mailbox = mailbox_facts.served_mailbox(request.actor, mailbox_id)
    actions.disconnect(mailbox, actor=request.actor)
    messages.success(request, _("Disconnected. Take the access back at the provider as well."))
    return redirect("settings_oauth", mailbox_id=mailbox_id)


def _redirect_address() -> str:
    return settings.PUBLIC_URL + reverse("settings_oauth_callback")


def _refusal(request: HttpRequest) -> str:
    return (request.GET.get("error_description") or request.GET.get("error") or "–")[:300]
