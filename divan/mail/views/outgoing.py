"""Settings: mail that goes out, readable before and after (B6)."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_told
from divan.core.errors import NotAllowed
from divan.mail import actions, queries
from divan.mail.forms import ListFilter
from divan.mail.labels import purpose_label
from divan.mail.mime import mark_bytes
from divan.mail.models import OutgoingMail
from divan.mail.relay import current_relay
from divan.ui.formats import number

SECTION = "settings_outgoing"
# A letter brings its own styles and shows one picture of ours; it can run, load and submit nothing. Its links
# open ordinary pages beside it.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_GET
@needs("mail.manage")
def outgoing_mails(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    state, after = ListFilter(request.GET).chosen()
    page = {
        "page": queries.outgoing(request.actor, state, after),
        "state": state,
        "states": OutgoingMail.State.choices,
        "waiting": queries.held(request.actor, OutgoingMail.Hold.NO_RELAY),
        "capped": queries.held(request.actor, OutgoingMail.Hold.TOO_MANY),
        "holds": dict(OutgoingMail.Hold.choices),
        "has_relay": current_relay() is not None,
        "purpose_label": purpose_label,
        "labels": dict(OutgoingMail.State.choices),
        "section": SECTION,
    }
    return render(request, "mail/settings/outgoing.html", page)


@require_GET
@needs("mail.manage")
def outgoing_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail: its headers, its text, and the letter in a frame of its own."""
    mail = queries.outgoing_mail(request.actor, mail_id)
    page = {
        "mail": mail,
        "may_read": queries.may_read(request.actor, mail),
        "purpose": purpose_label(mail.purpose),
        "section": SECTION,
    }
    return render(request, "mail/settings/outgoing_mail.html", page)


@require_GET
@needs("mail.manage")
@xframe_options_sameorigin
def outgoing_letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML of a mail, shut in by its own policy."""
    mail = queries.outgoing_mail(request.actor, mail_id)
    if not queries.may_read(request.actor, mail):
        raise NotAllowed(f"letter {mail_id}")
    picture = "data:image/png;base64," + base64.b64encode(mark_bytes()).decode()
    html = mail.html.replace("cid:mark", picture).replace("<head>", '<head><base target="_blank">', 1)
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@needs("mail.manage")
def retry_outgoing(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Queue a mail that failed or was held back again."""
    mail = queries.outgoing_mail(request.actor, mail_id)
    with refusals_told(request):
        actions.retry_outgoing(mail, actor=request.actor)
        messages.success(request, _("The mail is on its way."))
    return redirect("settings_outgoing_mail", mail_id=mail_id)


@require_POST
@needs("mail.manage")
def release_held(request: HttpRequest) -> HttpResponse:
    """Send everything that waited for a mail server, or that was over a cap."""
    is_capped = request.POST.get("hold") == OutgoingMail.Hold.TOO_MANY
    hold = OutgoingMail.Hold.TOO_MANY if is_capped else OutgoingMail.Hold.NO_RELAY
    with refusals_told(request):
        count = actions.release_held(hold, actor=request.actor)
        told = ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", count)
        messages.success(request, told % {"num": number(count)})
    return redirect("settings_outgoing")
