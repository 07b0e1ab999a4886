"""Asking about a ticket, and answering."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from divan.consulting import actions
from divan.consulting.access import referral_on
from divan.consulting.forms.referrals import AnswerForm, ReferForm, ReturnForm
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.l10n.direction import isolate
from divan.tickets.desk import deed, verb
from divan.tickets.models import Ticket


@deed("refer", ReferForm)
def refer_ticket(request: HttpRequest, ticket: Ticket, form: ReferForm) -> str:
    """Ask a colleague or a group."""
    asked = form.cleaned_data["to"]
    actions.refer(ticket, asked, form.cleaned_data["question"], actor=request.actor)
    return _("You asked %(name)s.") % {"name": isolate(str(asked))}


@deed("answer_referral", AnswerForm)
def answer_referral(request: HttpRequest, ticket: Ticket, form: AnswerForm) -> str:
    """Answer a question that one was asked."""
    referral = referral_on(ticket, form.cleaned_data["referral"])
    actions.answer_referral(referral, form.cleaned_data["text"], actor=request.actor)
    return _("Your answer is in the notes.")


@deed("return_referral", ReturnForm)
def return_referral(request: HttpRequest, ticket: Ticket, form: ReturnForm) -> str:
    """Give a question back."""
    referral = referral_on(ticket, form.cleaned_data["referral"])
    actions.return_referral(referral, form.cleaned_data["text"], actor=request.actor)
    return _("The question was returned.")


@verb
def take_back_referral(request: HttpRequest, ticket: Ticket) -> str:
    """Wait for an answer no longer."""
    chosen = id_in(request.POST.get("referral", ""))
    if not chosen:
        raise Refused(_("Choose a question."))
    referral = referral_on(ticket, chosen)
    actions.take_back_referral(referral, actor=request.actor)
    return _("The question was taken back.")
