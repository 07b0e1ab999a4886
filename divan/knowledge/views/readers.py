"""What readers do on the help pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from divan.accounts.decorators import signed_in
from divan.accounts.identity import actor_of
from divan.core.errors import NotAllowed, Refused
from divan.core.limits import take
from divan.core.rows import one_of
from divan.knowledge import actions, queries
from divan.knowledge.access import visible_to
from divan.knowledge.models import KnowledgeArticle, KnowledgeCategory, Place
from divan.knowledge.stopping import follower_of
from divan.knowledge.views.asking import Asking
from divan.knowledge.views.reading import reader_language
from divan.knowledge.views.solving import count_as_solved

ANSWERS_A_DAY = 30
_DAY = 24 * 60 * 60


@require_POST
def help_feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether the article helped; one answer to one article a day from one place, and not too many in all."""
    article = _article(request, slug)
    place = request.META.get("REMOTE_ADDR", "")
    fresh = not take("feedback", place, limit=ANSWERS_A_DAY, seconds=_DAY)
    fresh = fresh and not take(f"feedback:{article.pk}", _browser(request, place), limit=1, seconds=_DAY)
    helped, language = request.POST.get("helped") == "yes", request.POST.get("language", "")
    if fresh:
        try:
            actions.give_feedback(
                article,
                language,
                helped=helped,
                reason=request.POST.get("reason", ""),
                comment=request.POST.get("comment", ""),
                actor=request.actor,
            )
        except (NotAllowed, Refused):
            return _answered(request, slug, status=422)
    answer = _answered(request, slug)
    if fresh and helped and request.POST.get("place") == Place.SEARCH:
        count_as_solved(request, answer, article, language, Asking(Place.SEARCH))
    return answer


def _answered(request: HttpRequest, slug: str, status: int = 200) -> HttpResponse:
    """Thanks in the place of the question, or the page again without scripts."""
    if request.headers.get("HX-Request") == "true" or status != 200:
        return render(request, "knowledge/_thanks.html", {"is_refused": status != 200}, status=status)
    return redirect(f"/help/{slug}/?answered=1")


def _browser(request: HttpRequest, place: str) -> str:
    """What tells two readers behind one address apart as far as that is possible without a cookie."""
    return f"{place} {request.headers.get('User-Agent', '')} {request.actor.person_id}"


@require_POST
@signed_in
def help_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Be told of changes of the article."""
    actions.follow(_article(request, slug), actor=request.actor)
    messages.success(request, _("You will get a mail when this article changes."))
    return redirect("help_article", slug=slug)


@require_POST
@signed_in
def help_unfollow(request: HttpRequest, slug: str) -> HttpResponse:
    """Hear no more of the article."""
    actions.unfollow(_article(request, slug), actor=request.actor)
    messages.success(request, _("You do not follow this article any more."))
    return redirect("help_article", slug=slug)


@require_POST
@signed_in
def help_follow_topic(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """Be told of new articles in the category."""
    actions.follow(_category(request, shelf_id), actor=request.actor)
    messages.success(request, _("You will get a mail about new articles in this category."))
    return redirect("help_topic", shelf_id=shelf_id)


@require_POST
@signed_in
def help_unfollow_topic(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """Hear no more of the category."""
    actions.unfollow(_category(request, shelf_id), actor=request.actor)
    messages.success(request, _("You do not follow this category any more."))
    return redirect("help_topic", shelf_id=shelf_id)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def help_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the letters to a follower. The address is the proof, as mail programs post to it without a cookie."""
    person, article = follower_of(token)
    is_done = request.method == "POST"
    if is_done:
        actions.stop_news(article, actor=actor_of(person))
    return render(request, "knowledge/stop.html", {"email": person.email, "is_done": is_done})


def _article(request: HttpRequest, slug: str) -> KnowledgeArticle:
    return one_of(visible_to(request.actor).filter(slug=slug), slug)


def _category(request: HttpRequest, shelf_id: int) -> KnowledgeCategory:
    """A category that holds something for the reader; raises NotAllowed for all others."""
    queries.topic(request.actor, shelf_id, reader_language())
    return KnowledgeCategory.objects.get(pk=shelf_id)
