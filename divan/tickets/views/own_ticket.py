"""A ticket as its requester reads and answers it, for members and for guests (T10, T15, T20)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from divan.conversations.actions import Draft
from divan.conversations.bodies import body
from divan.conversations.models import Channel
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.tickets import access, actions
from divan.tickets.forms.reply import ReplyForm
from divan.tickets.queries.answers import told_by
from divan.tickets.queries.portal import conversation
from divan.tickets.queries.thread import pictures_of
from divan.tickets.upload_keys import give_key
from divan.tickets.views.attached import Attached, attached
from divan.tickets.views.doors import Door, for_guest, for_member
from divan.tickets.views.files import file_response
from divan.tickets.views.flood import seconds_to_wait, wait_sentence


@require_safe
def show(request: HttpRequest, door: Door) -> HttpResponse:
    """The conversation. Members have read it then; a guest's mail program, which fetches links, has not."""
    response = _page(request, door, ReplyForm(), attached(request, request.actor))
    if not door.is_guest:
        actions.mark_read(door.ticket, actor=door.actor)
    return response


def _page(
    request: HttpRequest, door: Door, form: ReplyForm, files: Attached, status: int = 200, wait: str = ""
) -> HttpResponse:
    context = {
        "door": door,
        "talk": conversation(door.actor, door.ticket, before=_before(request)),
        "answers": told_by(door.ticket, get_language()),
        "form": form,
        "files": files,
        "wait": wait,
        "body": body,
        "pictures": partial(pictures_of, address=partial(door.url, "file")),
        "wanted": request.GET.get("do", ""),
    }
    return give_key(request, render(request, "tickets/portal/ticket.html", context, status=status))


def _before(request: HttpRequest) -> int:
    """The message before which the reader wants to see more; 0 for the newest stretch."""
    return id_in(request.GET.get("before", ""))


@require_POST
def reply(request: HttpRequest, door: Door) -> HttpResponse:
    """Write to the desk. A person of the staff who asked this ticket writes as its requester here."""
    form, files = ReplyForm(request.POST), attached(request, request.actor)
    if not form.is_valid() or files.error:
        return _page(request, door, form, files, status=422)
    if wait := seconds_to_wait(request, "replies"):
        return _page(request, door, form, files, status=429, wait=wait_sentence(wait))
    draft = Draft(
        text=form.cleaned_data["body"],
        attachments=files.ids,
        upload_key=files.upload_key,
        client_key=form.cleaned_data["client_key"] or None,
    )
    try:
        actions.receive(door.ticket, draft, actor=door.actor, channel=Channel.PORTAL)
    except Refused as refusal:
        form.add_error("body" if refusal.field == "body" else None, refusal.message)
        return _page(request, door, form, files, status=422)
    messages.success(request, _("Your message is with us."))
    return redirect(door.url())


@require_POST
def confirm(request: HttpRequest, door: Door) -> HttpResponse:
    """The solution works: the ticket is closed."""
    actions.confirm(door.ticket, actor=door.actor)
    messages.success(request, _("Thank you for confirming. This ticket is closed."))
    return redirect(door.url())


@require_POST
def reopen(request: HttpRequest, door: Door) -> HttpResponse:
    """The problem is still there: somebody looks at it again."""
    actions.reopen(door.ticket, actor=door.actor)
    messages.success(request, _("The ticket is open again. We look into it."))
    return redirect(door.url())


@require_safe
def file(request: HttpRequest, door: Door, attachment_id: int, name: str) -> FileResponse:
    """An attachment of a public message; `name` only makes the address readable."""
    attachment = access.attachment_for(door.actor, door.ticket, attachment_id)
    return file_response(attachment, inline="show" in request.GET)


my_ticket, guest_ticket = for_member(show), for_guest(show)
my_ticket_reply, guest_ticket_reply = for_member(reply), for_guest(reply)
my_ticket_confirm, guest_ticket_confirm = for_member(confirm), for_guest(confirm)
my_ticket_reopen, guest_ticket_reopen = for_member(reopen), for_guest(reopen)
my_ticket_file, guest_ticket_file = for_member(file), for_guest(file)
