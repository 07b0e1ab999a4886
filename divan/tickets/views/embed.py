"""Forms in frames on other sites. Nobody is signed in there, no cookie is needed, and only the sites that the form
names may show it (SECURITY classes 32 and 36).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed
from divan.core.l10n.languages import CODES
from divan.core.labels import label
from divan.core.policies import policy
from divan.tickets.forms.stamps import read_stamp
from divan.tickets.forms.submission import SubmissionForm
from divan.tickets.models import Form
from divan.tickets.queries.portal import active_form
from divan.tickets.views.receipts import number_in, receipt_of
from divan.tickets.views.sending_in import SentIn, send_in

THEMES = ("light", "dark")
_LOADER = Path(__file__).parents[1] / "static/tickets/embed/loader.js"
_LOADER_SECONDS = 3600
_BEYOND = {"require-trusted-types-for": "'script'"}

View = Callable[..., HttpResponse]


@require_safe
def embed_loader(request: HttpRequest) -> HttpResponse:
    """The script that makes the frame on another site."""
    response = HttpResponse(_LOADER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={_LOADER_SECONDS}"
    return response


def _in_frame(view: View) -> View:
    """The view for guests of the sites that the form names, in the language and colours that the frame asks for.

    There is no cookie to protect: whoever is signed in is nobody here, and the stamp of the page takes the place of
    the token against forged forms. All other pages keep refusing frames.
    """

    @csrf_exempt
    @xframe_options_exempt
    @wraps(view)
    def framed(request: HttpRequest, form: str, **arguments: Any) -> HttpResponse:
        row = active_form(form)
        if not row.origins:
            raise NotAllowed(form)
        request.actor = ANONYMOUS
        wanted = request.GET.get("language", "")
        with translation.override(wanted if wanted in CODES else translation.get_language()):
            response = view(request, row, **arguments)
            response.headers["Content-Language"] = translation.get_language()
        response.headers["Content-Security-Policy"] = policy(_BEYOND, shown_by=row.origins)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return framed


@require_http_methods(["GET", "HEAD", "POST"])
@_in_frame
def embed_form(request: HttpRequest, row: Form) -> HttpResponse:
    """The form; whatever is wrong with it, nothing typed or uploaded is lost."""
    place = f"embed:{row.slug}"
    if request.method != "POST":
        return _page(request, row, SentIn(SubmissionForm(row, actor=ANONYMOUS, stamp_for=place)))
    # The random part of the stamp is in this page only, so it tells whose the files are.
    stamp = read_stamp(request.POST.get("stamp", ""), place)
    sent = send_in(request, row, upload_key=stamp.key if stamp else "", stamp_for=place)
    if sent.ticket is None:
        return _page(request, row, sent)
    address = reverse("embed_sent", kwargs={"form": row.slug, "receipt": receipt_of(sent.ticket)})
    return redirect(f"{address}?{_asked_for(request, row)}")


@require_safe
@_in_frame
def embed_sent(request: HttpRequest, row: Form, receipt: str) -> HttpResponse:
    """The number, and that a mail with the way to the ticket is coming."""
    context = {"ticket_number": number_in(receipt), "confirmation": label(row.confirmations)}
    return render(request, "tickets/embed/sent.html", {**_frame(request, row), **context})


def _page(request: HttpRequest, row: Form, sent: SentIn) -> HttpResponse:
    context = {
        **_frame(request, row),
        "form": sent.form,
        "files": sent.files,
        "file_error": sent.file_error,
        "wait": sent.wait,
        "action": f"?{_asked_for(request, row)}",
    }
    return render(request, "tickets/embed/form.html", context, status=sent.status)


def _frame(request: HttpRequest, row: Form) -> dict[str, Any]:
    theme = request.GET.get("theme", "")
    return {
        "row": row,
        "label": label,
        "frame_theme": theme if theme in THEMES else "",
        "parent_origin": _parent(request, row),
    }


def _parent(request: HttpRequest, row: Form) -> str:
    """The site around the frame, which is told the height; one that the form does not name is told nothing."""
    origin = request.GET.get("origin", "")
    return origin if origin in row.origins else ""


def _asked_for(request: HttpRequest, row: Form) -> str:
    """What the frame asked for, for the next page in it; only what is on our lists."""
    language, theme = request.GET.get("language", ""), request.GET.get("theme", "")
    asked = {
        "language": language if language in CODES else "",
        "theme": theme if theme in THEMES else "",
        "origin": _parent(request, row),
    }
    return urlencode({name: value for name, value in asked.items() if value})
