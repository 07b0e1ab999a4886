"""What asks for a few words first: handing a chat over, inviting, ending it. A dialog over the console, or a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts.decorators import staff_only
from divan.chat import access
from divan.chat.actions.ending import end_chat as end
from divan.chat.actions.inviting import invite, invite_guest
from divan.chat.actions.transferring import transfer
from divan.chat.forms.desk import EndForm, GuestForm, InviteForm, TransferForm
from divan.chat.models import Chat, EndReason
from divan.chat.queries.agents import suggest_experts
from divan.chat.views.desk_answers import done
from divan.core.errors import Refused
from divan.core.l10n.direction import isolate


@staff_only
def transfer_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Hand the chat over to a colleague, a group, or back to the queue."""
    chat = _chat(request, chat_id, "transfer")
    form = TransferForm(_typed(request), actor=request.actor, chat=chat)

    def act() -> str:
        note = form.cleaned_data["note"]
        transfer(chat, actor=request.actor, to=form.person, group=form.group, note=note)
        return _("The chat is handed over.")

    return _asked(request, chat, "transfer", form, act)


@staff_only
def invite_to_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Ask a colleague to come; those who know most are offered first, with what the numbers are."""
    chat = _chat(request, chat_id, "invite")
    suggested = suggest_experts(request.actor, chat)
    form = InviteForm(_typed(request), actor=request.actor, chat=chat, suggested=suggested)

    def act() -> str:
        member = invite(chat, form.chosen, actor=request.actor)
        return _("%(name)s is asked to come.") % {"name": isolate(member.name)}

    return _asked(request, chat, "invite", form, act)


@staff_only
def invite_guest_expert(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Make a link for an expert without an account. It is shown once."""
    chat = _chat(request, chat_id, "invite")
    form = GuestForm(_typed(request))
    if not form.is_valid():
        return _ask(request, chat, "guest", form)
    try:
        name, title = form.cleaned_data["name"], form.cleaned_data["title"]
        member, token = invite_guest(chat, name, title, actor=request.actor)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _ask(request, chat, "guest", form)
    link = request.build_absolute_uri(reverse("guest_expert", args=[token]))
    return render(request, _template(request), {"chat": chat, "kind": "link", "member": member, "link": link})


@staff_only
def end_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """End the chat; of a sales chat with what came of it."""
    chat = _chat(request, chat_id, "end")
    form = EndForm(_typed(request))

    def act() -> str:
        end(chat, actor=request.actor, reason=EndReason.EXPERT, outcome=form.cleaned_data["outcome"])
        return _("The chat has ended.")

    return _asked(request, chat, "end", form, act)


def _chat(request: HttpRequest, chat_id: int, verb: str) -> Chat:
    """The chat, if the reader may do `verb` with it; what is only not offered now is refused by the verb itself."""
    chat = access.chat_for(request.actor, chat_id)
    access.require(request.actor, verb, chat)
    return chat


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing."""
    return request.POST if request.method == "POST" else None


def _asked(
    request: HttpRequest, chat: Chat, kind: str, form: forms.Form, act: Callable[[], str]
) -> HttpResponse:
    """Ask with the form until the verb is done; what it refuses stands in the form, with all that was typed."""
    if not form.is_valid():
        return _ask(request, chat, kind, form)
    try:
        said = act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _ask(request, chat, kind, form)
    return done(request, said, chat.pk)


def _ask(request: HttpRequest, chat: Chat, kind: str, form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {"chat": chat, "kind": kind, "form": form}
    return render(request, _template(request), context, status=422 if form.is_bound else 200)


def _template(request: HttpRequest) -> str:
    return "chat/desk/asking/dialog.html" if request.htmx else "chat/desk/asking/page.html"
