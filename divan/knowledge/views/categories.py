"""Arranging the categories."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.core.rows import one_of
from divan.knowledge import actions
from divan.knowledge.access import PUBLISH
from divan.knowledge.forms import CategoryNamesForm, ParentForm
from divan.knowledge.models import KnowledgeCategory
from divan.knowledge.tree import tree
from divan.knowledge.views.reading import reader_language


@require_http_methods(["GET", "POST"])
@needs(PUBLISH)
def knowledge_categories(request: HttpRequest) -> HttpResponse:
    """The tree; POST adds a category."""
    form, parent = CategoryNamesForm(request.POST or None), ParentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and parent.is_valid():
        try:
            actions.create_category(form.names(), parent=parent.cleaned_data["parent"], actor=request.actor)
            messages.success(request, _("Added."))
            return redirect("knowledge_categories")
        except Refused as refusal:
            parent.add_error(refusal.field, refusal.message)
    return _page(request, form=form, parent_form=parent)


@require_http_methods(["GET", "POST"])
@needs(PUBLISH)
def knowledge_category(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """The names of a category."""
    category = _category(shelf_id)
    form = CategoryNamesForm(request.POST or None, names=category.names)
    if request.method == "POST" and form.is_valid():
        actions.rename_category(category, form.names(), actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("knowledge_categories")
    page = {"form": form, "category": category}
    return render(request, "knowledge/desk/category.html", page, status=422 if form.errors else 200)


@require_POST
@needs(PUBLISH)
def move_category(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """One place up or down."""
    actions.move_category(_category(shelf_id), up=request.POST.get("up") == "1", actor=request.actor)
    return redirect("knowledge_categories")


@require_POST
@needs(PUBLISH)
def delete_category(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """Take an empty category away."""
    try:
        actions.delete_category(_category(shelf_id), actor=request.actor)
    except Refused as refusal:
        return _page(request, error=refusal.message)
    return redirect("knowledge_categories")


def _category(shelf_id: int) -> KnowledgeCategory:
    return one_of(KnowledgeCategory.objects.filter(pk=shelf_id), f"category {shelf_id}")


def _page(
    request: HttpRequest,
    form: CategoryNamesForm | None = None,
    parent_form: ParentForm | None = None,
    error: str = "",
) -> HttpResponse:
    page = {
        "shelves": tree(reader_language()),
        "form": form or CategoryNamesForm(),
        "parent_form": parent_form or ParentForm(),
        "error": error,
    }
    refused = bool(error or (form and form.errors) or (parent_form and parent_form.errors))
    return render(request, "knowledge/desk/categories.html", page, status=422 if refused else 200)
