"""Accepting an invitation; whoever holds the link may."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from divan.accounts import actions
from divan.accounts.actions.invitations import open_invitation
from divan.accounts.forms.invitations import AcceptanceForm
from divan.accounts.forms.refusals import refusals_in


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose name and password, and be signed in."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form = AcceptanceForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            person = actions.accept_invitation(token, **form.cleaned_data)
            login(request, person, backend="divan.accounts.backends.PeopleBackend")
            return redirect("home")
    page = {"form": form, "invitation": invitation}
    return render(request, "accounts/accept_invitation.html", page, status=422 if form.errors else 200)
