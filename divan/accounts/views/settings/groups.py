"""Groups and who belongs to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, queries
from divan.accounts.decorators import needs
from divan.accounts.forms.names import NamesForm
from divan.accounts.forms.people import MemberForm
from divan.accounts.forms.refusals import refusals_in
from divan.accounts.models import Group
from divan.core.actors import Right
from divan.core.errors import Refused

SECTION = "settings_groups"


@require_GET
@needs("people.manage")
def groups(request: HttpRequest) -> HttpResponse:
    """All groups."""
    page = {"groups": queries.groups(request.actor), "section": SECTION}
    return render(request, "accounts/settings/groups.html", page)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def create_group(request: HttpRequest) -> HttpResponse:
    """A new group."""
    form = NamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            created = actions.create_group(form.names(), actor=request.actor)
            return redirect("settings_group", group_id=created.pk)
    page = {"form": form, "section": SECTION}
    return render(request, "accounts/settings/create_group.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Names of a group (saved by POST) and its members."""
    found = queries.group(request.actor, group_id)
    form = NamesForm(request.POST or None, names=found.names)
    if request.method == "POST" and form.is_valid():
        actions.rename_group(found, form.names(), actor=request.actor)
        return _done(request, found)
    return _page(request, found, form=form)


@require_POST
@needs("people.manage")
def set_member(request: HttpRequest, group_id: int) -> HttpResponse:
    """Put somebody into the group, change their right, or take them out."""
    found = queries.group(request.actor, group_id)
    form = MemberForm(request.POST)
    if form.is_valid():
        person, right = form.cleaned_data["person"], form.cleaned_data["right"]
        with refusals_in(form):
            if right == Right.NONE:
                actions.remove_member(found, person, actor=request.actor)
            else:
                actions.add_member(found, person, right, actor=request.actor)
            return _done(request, found)
    return _page(request, found, member_form=form)


@require_POST
@needs("people.manage")
def deactivate_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Stop offering the group."""
    found = queries.group(request.actor, group_id)
    try:
        actions.deactivate_group(found, actor=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("settings_group", group_id=found.pk)
    return _done(request, found)


@require_POST
@needs("people.manage")
def reactivate_group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Offer the group again."""
    found = queries.group(request.actor, group_id)
    actions.reactivate_group(found, actor=request.actor)
    return _done(request, found)


def _done(request: HttpRequest, found: Group) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("settings_group", group_id=found.pk)


def _page(request: HttpRequest, found: Group, **forms: object) -> HttpResponse:
    page = {
        "group": found,
        "form": NamesForm(names=found.names),
        "member_form": MemberForm(),
        "section": SECTION,
        **forms,
    }
    refused = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "accounts/settings/group.html", page, status=422 if refused else 200)
