"""A new article: from nothing, or from what somebody has written elsewhere."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from divan.accounts.decorators import needs
from divan.accounts.installation import installation
from divan.core.errors import Refused
from divan.core.l10n.languages import CODES
from divan.knowledge import actions
from divan.knowledge.access import WRITE
from divan.knowledge.forms import NewArticleForm
from divan.knowledge.models import KnowledgeArticle, KnowledgeCategory, Type
from divan.knowledge.models.words import FIELDS
from divan.knowledge.origins import beginning
from divan.knowledge.paths import address_for

# What the words of an origin are arranged for.
_KINDS = (Type.KNOWN_ERROR, Type.HOWTO)


@require_http_methods(["GET", "POST"])
@needs(WRITE)
def create_article(request: HttpRequest) -> HttpResponse:
    """Its title and place; then the editor opens. With `?origin=` its first words too, which nobody has stored yet."""
    origin = request.GET.get("origin", "")
    kind = request.GET.get("kind", "")
    kind = kind if kind in Type.values and (not origin or kind in _KINDS) else Type.HOWTO
    first = _suggested(request, origin, kind)
    form = NewArticleForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            article = _create(request, form, origin)
            return redirect("write_article", article_id=article.pk, language=article.source_language)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    page = {
        "form": form,
        "origin": origin,
        "kind": kind,
        "kinds": [(one, one.label) for one in _KINDS],
        "words": request.POST if request.method == "POST" else first,
        "made": KnowledgeArticle.objects.filter(origin=origin).order_by("pk") if origin else (),
    }
    return render(request, "knowledge/desk/create.html", page, status=422 if form.errors else 200)


@transaction.atomic
def _create(request: HttpRequest, form: NewArticleForm, origin: str) -> KnowledgeArticle:
    chosen = form.cleaned_data
    article = actions.create_article(
        chosen["slug"],
        KnowledgeCategory.objects.get(pk=chosen["category"]),
        kind=chosen["kind"],
        source_language=chosen["language"],
        origin=origin,
        actor=request.actor,
    )
    words = {name: request.POST.get(name, "") for name in FIELDS} | {"title": chosen["title"]}
    actions.save_draft(article, chosen["language"], words, actor=request.actor)
    return article


def _suggested(request: HttpRequest, origin: str, kind: str) -> dict[str, str]:
    """What the address of the form says about the article. Raises NotAllowed for an origin of somebody else."""
    here = installation()
    language, words = request.GET.get("language", ""), {"title": request.GET.get("title", "")[:200]}
    if origin:
        begun = beginning(request.actor, origin, kind)
        language, words = begun.language, begun.words
    return {
        **words,
        "slug": address_for(words["title"]),
        "kind": kind,
        "language": language if language in CODES else here.default_language if here else "en",
        "category": request.GET.get("category", ""),
    }
