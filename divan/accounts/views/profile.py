"""What everybody may see and change about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, sessions
from divan.accounts.decorators import person_behind, signed_in
from divan.accounts.forms.profile import ProfileForm
from divan.accounts.forms.refusals import refusals_in
from divan.core.errors import NotAllowed


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """Own name, photo, language, time zone, look, phone and shortcuts, and where one is signed in."""
    person = person_behind(request)
    form = ProfileForm.for_person(person, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.change_profile(person, form.profile(), photo=form.chosen_photo(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("profile")
    page = {
        "form": form,
        "sessions": sessions.sessions_of(person),
        "device": sessions.device_of,
        "current_session": request.session.session_key,
    }
    return render(request, "accounts/profile.html", page, status=422 if form.errors else 200)


@require_POST
@signed_in
def end_own_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out on one other device."""
    mine = [each for each in sessions.sessions_of(person_behind(request)) if each.pk == session_id]
    if not mine:
        raise NotAllowed("session")
    sessions.end(mine)
    messages.success(request, _("That device is signed out."))
    return redirect("profile")


@require_POST
@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    actions.end_sessions(person_behind(request), actor=request.actor)
    logout(request)
    return redirect("account_login")


@require_GET
@signed_in
def own_address(request: HttpRequest) -> HttpResponse:
    """Where the sign-in library sends people to manage their address; it is shown on the profile."""
    return redirect("profile")
