"""What happens when a filled in form arrives, on our own page or in a frame on another site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from divan.conversations.models import Attachment
from divan.core.errors import Refused
from divan.tickets.actions.submitting import submit_form
from divan.tickets.forms.submission import SubmissionForm
from divan.tickets.models import Form, Ticket
from divan.tickets.queries.forms import file_questions
from divan.tickets.views.attached import attached, for_questions
from divan.tickets.views.flood import FORMS, seconds_to_wait, wait_sentence


@dataclass(frozen=True, slots=True)
class SentIn:
    """The ticket, or the form as it goes back with everything that was typed, and the files that are kept for it."""

    form: SubmissionForm
    ticket: Ticket | None = None
    files: Sequence[Attachment] = ()
    file_error: str = ""
    wait: str = ""
    status: int = 200


def send_in(
    request: HttpRequest,
    row: Form,
    *,
    read_before: str = "",
    upload_key: str | None = None,
    stamp_for: str = "",
) -> SentIn:
    """Take in the form that the request carries.

    `upload_key` is whose its files are where no cookie says so; `stamp_for` is the place its stamp was made for.
    """
    files = attached(request, request.actor, upload_key)
    chosen, error = for_questions(request, request.actor, file_questions(row), files.upload_key)
    asked = SubmissionForm(row, actor=request.actor, data=request.POST, files=chosen, stamp_for=stamp_for)
    error = files.error or error
    if not asked.is_valid() or error:
        return SentIn(asked, None, files.files, error, status=422)
    if wait := _seconds_to_wait(request, asked):
        return SentIn(asked, None, files.files, wait=wait_sentence(wait), status=429)
    try:
        submission = asked.submission(files.ids, files.upload_key, read_before=read_before)
        return SentIn(asked, submit_form(row, submission, actor=request.actor))
    except Refused as refusal:
        asked.add_error(refusal.field if refusal.field in asked.fields else None, refusal.message)
        return SentIn(asked, None, files.files, status=422)


def _seconds_to_wait(request: HttpRequest, asked: SubmissionForm) -> int:
    is_quick = asked.stamp is not None and asked.stamp.is_quick
    return seconds_to_wait(request, FORMS, email=asked.cleaned_data.get("email", ""), is_quick=is_quick)
