"""Writing an article in one language: the editor, its preview, its drafts, and how they go live."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import needs
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.languages import CODES
from divan.knowledge import actions
from divan.knowledge.access import PUBLISH, WRITE, article_to_write
from divan.knowledge.forms import ReviewForm, ScheduleForm
from divan.knowledge.models import ArticleDraft, ArticleTranslation, KnowledgeArticle
from divan.knowledge.models.words import FIELDS
from divan.knowledge.queries import desk
from divan.knowledge.wording import html_of, tidy


@require_http_methods(["GET", "POST"])
@needs(WRITE)
def write_article(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """The editor; POST keeps what was written as the draft."""
    article = _article(request, article_id, language)
    if request.method == "GET":
        return _editor(request, article, language)
    try:
        _kept(request, article, language)
    except Refused as refusal:
        return _editor(request, article, language, error=refusal.message)
    messages.success(request, _("The draft is kept. Readers do not see it yet."))
    return redirect("write_article", article_id=article_id, language=language)


@require_POST
@needs(WRITE)
def save_article_draft(request: HttpRequest, article_id: int, language: str) -> JsonResponse:
    """The draft as it is being written; 409 with a sentence when somebody else has saved since."""
    article = _article(request, article_id, language)
    try:
        if _is_live(request, article, language):
            return JsonResponse({"revision": 0})
        draft = _kept(request, article, language)
    except Refused as refusal:
        status = 409 if refusal.field == "revision" else 422
        return JsonResponse({"error": refusal.message}, status=status)
    return JsonResponse({"revision": draft.revision})


@require_POST
@needs(WRITE)
def preview_article(request: HttpRequest) -> HttpResponse:
    """What readers would see."""
    language = request.POST.get("language", "")
    words = tidy(request.POST)
    shown = html_of(words, language if language in CODES else "en")
    page = {"title": words["title"], "summary": words["summary"], "html": shown, "language_code": language}
    return render(request, "knowledge/desk/_preview.html", page)


@require_POST
@needs(PUBLISH)
def release_draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Let readers see it now."""
    return _act(
        request, article_id, language, _("Readers see it now."),
        lambda draft: actions.release_draft(draft, actor=request.actor),
    )  # fmt: skip


@require_POST
@needs(WRITE)
def submit_draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Ask somebody else to read it and let it through."""
    form = ReviewForm(request.POST, actor=request.actor)

    def submit(draft: ArticleDraft) -> object:
        if not form.is_valid():
            raise Refused(_("Choose somebody else, who may publish articles."))
        chosen = form.cleaned_data
        return actions.submit_draft(
            draft, reviewer=chosen["reviewer"], note=chosen["note"], actor=request.actor
        )

    return _act(request, article_id, language, _("The draft waits for its reviewer."), submit)


@require_POST
@needs(PUBLISH)
def return_draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Give it back to its author."""
    return _act(
        request, article_id, language, _("The draft is with its author again."),
        lambda draft: actions.return_draft(draft, note=request.POST.get("note", ""), actor=request.actor),
    )  # fmt: skip


@require_POST
@needs(PUBLISH)
def schedule_draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Let it go live by itself on a date."""
    form = ScheduleForm(request.POST)

    def schedule(draft: ArticleDraft) -> object:
        if not form.is_valid():
            raise Refused(_("Choose a moment that is still to come."))
        return actions.schedule_draft(draft, at=form.cleaned_data["publish_at"], actor=request.actor)

    return _act(request, article_id, language, _("It goes live by itself."), schedule)


@require_POST
@needs(WRITE)
def discard_draft(request: HttpRequest, article_id: int, language: str) -> HttpResponse:
    """Throw away what was not released."""
    article = _article(request, article_id, language)
    draft = ArticleDraft.objects.filter(article=article, language=language).first()
    if draft is not None:
        actions.discard_draft(draft, actor=request.actor)
        messages.success(request, _("The draft is gone."))
    return redirect("knowledge_article", article_id=article_id)


@require_POST
@needs(WRITE)
def upload_article_file(request: HttpRequest, article_id: int) -> JsonResponse:
    """Store a picture or file for the text and answer how the text names it."""
    article = article_to_write(request.actor, article_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused(_("Choose a file."))
        kept = actions.add_file(article, file, actor=request.actor)
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=422)
    is_picture = kept.content_type.startswith("image/")
    return JsonResponse({"id": kept.pk, "name": kept.name, "is_picture": is_picture}, status=201)


def _act(request: HttpRequest, article_id: int, language: str, done: str, verb: Any) -> HttpResponse:
    """Keep what the form says, do something with the draft, and show the article; a refusal shows the editor."""
    article = _article(request, article_id, language)
    try:
        draft = _kept(request, article, language) if "title" in request.POST else None
        verb(draft or desk.draft_of(request.actor, article_id, language))
    except Refused as refusal:
        return _editor(request, article, language, error=refusal.message)
    messages.success(request, done)
    return redirect("knowledge_article", article_id=article_id)


def _article(request: HttpRequest, article_id: int, language: str) -> KnowledgeArticle:
    if language not in CODES:
        raise NotAllowed(language)
    return article_to_write(request.actor, article_id)


def _kept(request: HttpRequest, article: KnowledgeArticle, language: str) -> ArticleDraft:
    """The posted words as the draft."""
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    return actions.save_draft(article, language, _typed(request), actor=request.actor, revision=revision)


def _is_live(request: HttpRequest, article: KnowledgeArticle, language: str) -> bool:
    """Whether there is no draft, and the words are those that readers see: nothing to keep."""
    if ArticleDraft.objects.filter(article=article, language=language).exists():
        return False
    live = ArticleTranslation.objects.filter(article=article, language=language).first()
    return live is not None and live.words == tidy(_typed(request))


def _typed(request: HttpRequest) -> dict[str, str]:
    """The words of the form."""
    return {name: request.POST.get(name, "") for name in FIELDS}


def _editor(request: HttpRequest, article: KnowledgeArticle, language: str, error: str = "") -> HttpResponse:
    """The editor with the draft, else with what is live; after a refusal with what was typed."""
    draft = (
        ArticleDraft.objects.select_related("reviewer", "author")
        .filter(article=article, language=language)
        .first()
    )
    texts = {row.language: row for row in ArticleTranslation.objects.filter(article=article)}
    kept = draft or texts.get(language)
    typed = _typed(request) if "title" in request.POST else None
    words = typed or (kept.words if kept else dict.fromkeys(FIELDS, ""))
    source = texts.get(article.source_language)
    page = {
        "article": article,
        "language_code": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "words": words,
        "draft": draft,
        "live": texts.get(language),
        "source": source if source and source.language != language else None,
        "html": html_of(tidy(words), language),
        "error": error,
        "review_form": ReviewForm(actor=request.actor),
        "schedule_form": ScheduleForm(),
        "may_publish": request.actor.may(PUBLISH),
        "is_own_review": bool(draft and draft.state == "review" and draft.author_id == request.actor.id),
    }
    return render(request, "knowledge/desk/write.html", page, status=422 if error else 200)
