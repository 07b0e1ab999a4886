"""Settings: old mail from files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.mail import actions
from divan.mail.forms import UploadForm
from divan.ui.formats import number


@require_http_methods(["GET", "POST"])
@needs("mail.manage")
def upload_mail(request: HttpRequest) -> HttpResponse:
    """Take in the messages of a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile = form.cleaned_data["file"]
        try:
            with _content(file) as content:
                result = actions.upload_mail(content, form.cleaned_data["mailbox"], actor=request.actor)
            _tell(request, result)
            return redirect("settings_incoming")
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    page = {"form": form, "section": "settings_incoming"}
    return render(request, "mail/settings/upload.html", page, status=422 if form.errors else 200)


@contextmanager
def _content(file: UploadedFile) -> Iterator[bytes | mmap]:
    """What was uploaded: a small file is in memory already, a large one is read from the disk bit by bit."""
    if isinstance(file, TemporaryUploadedFile) and file.size:
        with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            yield content
    else:
        yield file.read()


def _tell(request: HttpRequest, result: actions.Uploaded) -> None:
    taken = ngettext("%(num)s message was taken in.", "%(num)s messages were taken in.", result.taken)
    messages.success(request, taken % {"num": number(result.taken)})
    if result.known:
        known = ngettext("%(num)s was known already.", "%(num)s were known already.", result.known)
        messages.info(request, known % {"num": number(result.known)})
    if result.too_large:
        large = ngettext(
            "%(num)s is larger than 25 MB and was left out.",
            "%(num)s are larger than 25 MB and were left out.",
            result.too_large,
        )
        messages.warning(request, large % {"num": number(result.too_large)})
