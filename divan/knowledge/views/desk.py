"""All articles for their authors, and one article as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import Refused
from divan.core.rows import one_of
from divan.knowledge import actions
from divan.knowledge.access import PUBLISH, WRITE, article_to_write
from divan.knowledge.forms import ArticleForm
from divan.knowledge.models import ArticleTranslation
from divan.knowledge.origins import told
from divan.knowledge.queries import desk
from divan.knowledge.tree import tree
from divan.knowledge.views.reading import reader_language


@require_GET
@needs(WRITE)
def knowledge_desk(request: HttpRequest) -> HttpResponse:
    """All articles, or those that `?show=` names."""
    show = request.GET.get("show", "all")
    show = show if show in desk.FILTERS else "all"
    lines = desk.lines(request.actor, reader_language(), show)
    shelves = tree(reader_language())
    page = {
        "show": show,
        "lines": lines,
        "by_shelf": [(shelf, [line for line in lines if line.category_id == shelf.id]) for shelf in shelves],
        "has_shelves": bool(shelves),
        "may_publish": request.actor.may(PUBLISH),
    }
    return render(request, "knowledge/desk/list.html", page)


@require_http_methods(["GET", "POST"])
@needs(WRITE)
def knowledge_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article in all its languages; POST changes what they share."""
    article = article_to_write(request.actor, article_id)
    if article.published_at is not None and request.method == "POST" and not request.actor.may(PUBLISH):
        return _article(
            request, article_id, error=_("Only people who publish change an article that is read.")
        )
    form = ArticleForm(request.POST or None, article=article)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_article(article, form.settings(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("knowledge_article", article_id=article_id)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
    return _article(request, article_id, form=form)


@require_POST
@needs(PUBLISH)
def publish_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Let people read it again."""
    try:
        actions.publish_article(article_to_write(request.actor, article_id), actor=request.actor)
    except Refused as refusal:
        return _article(request, article_id, error=refusal.message)
    return redirect("knowledge_article", article_id=article_id)


@require_POST
@needs(PUBLISH)
def withdraw_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Nobody reads it any more."""
    actions.withdraw_article(article_to_write(request.actor, article_id), actor=request.actor)
    messages.success(request, _("Nobody reads this article now."))
    return redirect("knowledge_article", article_id=article_id)


@require_POST
@needs(PUBLISH)
def confirm_translation(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """The translation is still right, although the source has changed."""
    actions.confirm_translation(_translation(request, article_id, language), actor=request.actor)
    return redirect("knowledge_article", article_id=article_id)


@require_POST
@needs(PUBLISH)
def withdraw_translation(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Nobody reads it in this language any more."""
    try:
        actions.withdraw_translation(_translation(request, article_id, language), actor=request.actor)
    except Refused as refusal:
        return _article(request, article_id, error=refusal.message)
    return redirect("knowledge_article", article_id=article_id)


def _translation(request: HttpRequest, article_id: int, language: str) -> ArticleTranslation:
    article = article_to_write(request.actor, article_id)
    return one_of(
        ArticleTranslation.objects.filter(article=article, language=language), f"{article_id} {language}"
    )


def _article(
    request: HttpRequest, article_id: int, form: ArticleForm | None = None, error: str = ""
) -> HttpResponse:
    found = desk.overview(request.actor, article_id, reader_language())
    refused = bool(error or (form and form.errors))
    page = {
        "found": found,
        "article": found.article,
        "line": found.line,
        "form": form or ArticleForm(article=found.article),
        "error": error,
        "origin": told(request.actor, found.article.origin),
        "may_publish": request.actor.may(PUBLISH),
    }
    return render(request, "knowledge/desk/article.html", page, status=422 if refused else 200)
