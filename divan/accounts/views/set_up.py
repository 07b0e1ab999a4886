"""The first visit."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from divan.accounts import actions
from divan.accounts.actions.installation import AlreadySetUp
from divan.accounts.forms.refusals import refusals_in
from divan.accounts.forms.set_up import SetUpForm
from divan.accounts.installation import installation


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
def set_up(request: HttpRequest) -> HttpResponse:
    """Ask for everything once; afterwards, and for whoever comes second, say that it is done."""
    if installation() is not None:
        return render(request, "accounts/already_set_up.html", status=409 if request.POST else 200)
    form = SetUpForm(
        request.POST or None, request.FILES or None, initial={"default_language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            try:
                administrator = actions.set_up_installation(form.data_for_set_up())
            except AlreadySetUp:
                return render(request, "accounts/already_set_up.html", status=409)
            login(request, administrator, backend="divan.accounts.backends.PeopleBackend")
            return redirect("home")
    return render(request, "accounts/set_up.html", {"form": form}, status=422 if form.errors else 200)
