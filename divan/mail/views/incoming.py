"""Settings: mail that came in, above all what could not be processed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from divan.accounts.decorators import needs
from divan.core.l10n.direction import strip_controls
from divan.mail import actions, queries
from divan.mail.forms import ListFilter
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail
from divan.ui.formats import number

SECTION = "settings_incoming"


@require_GET
@needs("mail.manage")
def incoming_mails(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    state, after = ListFilter(request.GET).chosen()
    page = {
        "page": queries.incoming(request.actor, state, after),
        "failed": queries.failed_incoming(request.actor),
        "state": state,
        "states": InboundMail.State.choices,
        "labels": dict(InboundMail.State.choices),
        "reasons": dict(InboundMail.Reason.choices),
        "evidences": dict(InboundMail.Evidence.choices),
        "ways": dict(InboundMail.Way.choices),
        "section": SECTION,
    }
    return render(request, "mail/settings/incoming.html", page)


@require_GET
@needs("mail.manage")
def incoming_mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One message: what its envelope and its headers say, and what became of it."""
    mail = queries.incoming_mail(request.actor, mail_id)
    parsed = queries.parsed_again(request.actor, mail)
    # Nothing in a subject may turn the order of what is read.
    subject = strip_controls((parsed.subject if parsed else "") or mail.subject)
    page = {"mail": mail, "parsed": parsed, "subject": subject, "section": SECTION}
    return render(request, "mail/settings/incoming_mail.html", page)


@require_GET
@needs("mail.manage")
def incoming_source(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The message byte for byte, only ever as a download."""
    mail = queries.incoming_mail(request.actor, mail_id)
    response = HttpResponse(raw_bytes(mail), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="mail-{mail.pk}.eml"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@needs("mail.manage")
def retry_inbound(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Process a failed message again."""
    actions.retry_inbound(queries.incoming_mail(request.actor, mail_id), actor=request.actor)
    messages.success(request, _("The message will be processed again."))
    return redirect("settings_incoming")


@require_POST
@needs("mail.manage")
def retry_all_inbound(request: HttpRequest) -> HttpResponse:
    """Process every failed message again."""
    count = actions.retry_all_inbound(actor=request.actor)
    told = ngettext(
        "%(num)s message will be processed again.", "%(num)s messages will be processed again.", count
    )
    messages.success(request, told % {"num": number(count)})
    return redirect("settings_incoming")
