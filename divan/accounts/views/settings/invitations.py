"""Inviting staff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts import actions, queries
from divan.accounts.decorators import needs
from divan.accounts.forms.invitations import InvitationForm
from divan.accounts.forms.refusals import refusals_in
from divan.core import clock


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def invitations(request: HttpRequest) -> HttpResponse:
    """Open invitations, and the form for another one."""
    form = InvitationForm(
        request.POST or None,
        actor=request.actor,
        initial={"role": "agent", "language": request.actor.language},
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            values = {**form.cleaned_data, "role": form.chosen_role()}
            actions.invite(**values, actor=request.actor)
            messages.success(request, _("The invitation is on its way."))
            return redirect("settings_invitations")
    page = {
        "form": form,
        "invitations": queries.open_invitations(request.actor),
        "now": clock.now(),
        "section": "settings_invitations",
    }
    return render(request, "accounts/settings/invitations.html", page, status=422 if form.errors else 200)


@require_POST
@needs("people.manage")
def resend_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Mail a new link."""
    invitation = queries.invitation(request.actor, invitation_id)
    actions.resend_invitation(invitation, actor=request.actor)
    messages.success(request, _("The invitation is on its way again. The old link no longer works."))
    return redirect("settings_invitations")


@require_POST
@needs("people.manage")
def revoke_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take the invitation back."""
    invitation = queries.invitation(request.actor, invitation_id)
    actions.revoke_invitation(invitation, actor=request.actor)
    messages.success(request, _("The invitation has been taken back."))
    return redirect("settings_invitations")
