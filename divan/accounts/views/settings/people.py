"""People: the list, one person, and what can be done with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts import actions, builtin_roles, queries, sessions
from divan.accounts.access import covers
from divan.accounts.decorators import needs
from divan.accounts.forms.people import (
    MembershipForm,
    OrganizationChoiceForm,
    PeopleFilter,
    PersonForm,
    RoleForm,
)
from divan.accounts.forms.refusals import refusals_in
from divan.accounts.models import Role, User
from divan.core.actors import Right

SECTION = "settings_people"


@require_GET
@needs("people.manage")
def people(request: HttpRequest) -> HttpResponse:
    """The list, by name, with search and filters in the address."""
    wanted = PeopleFilter(request.GET)
    wanted.is_valid()
    chosen = {name: wanted.cleaned_data.get(name, "") for name in wanted.fields}
    page = queries.people(
        request.actor,
        text=chosen["q"],
        role=chosen["role"],
        active=chosen["state"] != "inactive",
        after=request.GET.get("after", ""),
    )
    shown = {"page": page, "roles": queries.roles(request.actor), "chosen": chosen, "section": SECTION}
    return render(request, "accounts/settings/people.html", shown)


@require_http_methods(["GET", "POST"])
@needs("people.manage")
def add_person(request: HttpRequest) -> HttpResponse:
    """Add a customer, who signs in by a code sent to their address. Staff are invited instead."""
    form = PersonForm(request.POST or None, initial={"language": request.actor.language})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            customer = Role.objects.get(slug=builtin_roles.CUSTOMER)
            added = actions.add_person(**form.cleaned_data, role=customer, actor=request.actor)
            return redirect("settings_person", person_id=added.pk)
    page = {"form": form, "section": SECTION}
    return render(request, "accounts/settings/add_person.html", page, status=422 if form.errors else 200)


@require_GET
@needs("people.manage")
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person."""
    return _page(request, queries.person(request.actor, person_id))


@require_POST
@needs("people.manage")
def change_role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give the person another role."""
    somebody = queries.person(request.actor, person_id)
    form = RoleForm(request.POST, actor=request.actor)
    if form.is_valid():
        with refusals_in(form):
            actions.change_role(somebody, form.chosen_role(), actor=request.actor)
            return _done(request, somebody)
    return _page(request, somebody, role_form=form)


@require_POST
@needs("people.manage")
def join_organization(request: HttpRequest, person_id: int) -> HttpResponse:
    """Move the person to another organisation."""
    somebody = queries.person(request.actor, person_id)
    form = OrganizationChoiceForm(request.POST)
    if form.is_valid():
        actions.join_organization(somebody, form.cleaned_data["organization"], actor=request.actor)
        return _done(request, somebody)
    return _page(request, somebody, organization_form=form)


@require_POST
@needs("people.manage")
def change_membership(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change the person's right in one group."""
    somebody = queries.person(request.actor, person_id)
    form = MembershipForm(request.POST)
    if form.is_valid():
        group, right = form.cleaned_data["group"], form.cleaned_data["right"]
        with refusals_in(form):
            if right == Right.NONE:
                actions.remove_member(group, somebody, actor=request.actor)
            else:
                actions.add_member(group, somebody, right, actor=request.actor)
            return _done(request, somebody)
    return _page(request, somebody, membership_form=form)


@require_POST
@needs("people.manage")
def remove_photo(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take the person's photo away."""
    somebody = queries.person(request.actor, person_id)
    actions.remove_photo(somebody, actor=request.actor)
    return _done(request, somebody)


@require_POST
@needs("people.manage")
def deactivate_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Shut the person out. A refusal is shown as a page of its own."""
    somebody = queries.person(request.actor, person_id)
    actions.deactivate_person(somebody, actor=request.actor)
    return _done(request, somebody)


@require_POST
@needs("people.manage")
def reactivate_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let the person in again."""
    somebody = queries.person(request.actor, person_id)
    actions.reactivate_person(somebody, actor=request.actor)
    return _done(request, somebody)


@require_POST
@needs("people.manage")
def end_sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """Sign the person out everywhere."""
    somebody = queries.person(request.actor, person_id)
    actions.end_sessions(somebody, actor=request.actor)
    messages.success(request, _("Signed out everywhere."))
    return redirect("settings_person", person_id=person_id)


def _done(request: HttpRequest, somebody: User) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("settings_person", person_id=somebody.pk)


def _page(request: HttpRequest, somebody: User, **bound_forms: object) -> HttpResponse:
    """The page of a person; a form that was not accepted takes the place of a fresh one."""
    page = {
        "person": somebody,
        "manageable": covers(request.actor, somebody.role),
        "sessions": sessions.sessions_of(somebody),
        "device": sessions.device_of,
        "role_form": RoleForm(initial={"role": somebody.role.slug}, actor=request.actor),
        "organization_form": OrganizationChoiceForm(initial={"organization": somebody.organization_id}),
        "membership_form": MembershipForm(),
        "section": SECTION,
        **bound_forms,
    }
    return render(request, "accounts/settings/person.html", page, status=422 if bound_forms else 200)
