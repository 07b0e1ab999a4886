"""Roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, builtin_roles, queries
from divan.accounts.access import covers
from divan.accounts.decorators import needs
from divan.accounts.forms.roles import RoleSettingsForm
from divan.accounts.models import Role
from divan.core.actors import Right

SECTION = "settings_roles"


@require_GET
@needs("people.manage")
def roles(request: HttpRequest) -> HttpResponse:
    """All roles."""
    page = {"roles": queries.roles(request.actor), "section": SECTION}
    return render(request, "accounts/settings/roles.html", page)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def create_role(request: HttpRequest) -> HttpResponse:
    """A new role."""
    initial = {"is_staff": True, "all_groups": int(Right.NONE)}
    form = RoleSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.create_role(form.settings(), actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("settings_roles")
    page = {"form": form, "role": None, "section": SECTION}
    return render(request, "accounts/settings/role.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Change a role."""
    found = queries.role(request.actor, role_id)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        actions.change_role_permissions(found, form.settings(), actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("settings_roles")
    page = {
        "form": form,
        "role": found,
        "manageable": covers(request.actor, found),
        "section": SECTION,
    }
    return render(request, "accounts/settings/role.html", page, status=422 if form.errors else 200)


@require_POST
@needs("people.manage")
def delete_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """Remove a custom role that nobody holds. A refusal is shown as a page of its own."""
    found = queries.role(request.actor, role_id)
    actions.delete_role(found, actor=request.actor)
    messages.success(request, _("Removed."))
    return redirect("settings_roles")


def _form(request: HttpRequest, found: Role) -> RoleSettingsForm:
    return RoleSettingsForm(
        request.POST or None,
        names=found.names,
        fixed=found.slug in (builtin_roles.ADMINISTRATOR, builtin_roles.CUSTOMER),
        initial={
            "is_staff": found.is_staff,
            "permissions": sorted(found.held_permissions),
            "all_groups": found.all_groups,
        },
    )
