"""What readers do: say whether it helped, and ask to hear of news."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.knowledge.access import translations_visible_to, visible_to
from divan.knowledge.models import (
    ArticleFeedback,
    FeedbackReason,
    KnowledgeArticle,
    KnowledgeCategory,
    Subscription,
)
from divan.knowledge.tree import shelf_and_above


@transaction.atomic
def give_feedback(
    article: KnowledgeArticle,
    language: str,
    *,
    helped: bool,
    actor: Actor,
    reason: str = "",
    comment: str = "",
) -> ArticleFeedback:
    """Whether it helped, and if not, why. Nothing about the reader is kept. Raises Refused for no real reason."""
    if not translations_visible_to(actor).filter(article=article, language=language).exists():
        raise NotAllowed(article.slug)
    if reason and reason not in FeedbackReason.values:
        raise Refused(_("Choose one of the reasons."), field="reason")
    return ArticleFeedback.objects.create(
        article=article,
        language=language,
        helped=helped,
        reason="" if helped else reason,
        comment="" if helped else comment.replace("\x00", "").strip()[:500],
        created_at=clock.now(),
    )


@transaction.atomic
def follow(thing: KnowledgeArticle | KnowledgeCategory, *, actor: Actor) -> None:
    """Be told of changes of an article, or of new articles in a category. Following twice is once."""
    Subscription.objects.get_or_create(user_id=_person(thing, actor), **_names(thing))


@transaction.atomic
def unfollow(thing: KnowledgeArticle | KnowledgeCategory, *, actor: Actor) -> None:
    """Hear no more of it."""
    if not actor.is_authenticated:
        raise NotAllowed("signed in")
    Subscription.objects.filter(user_id=actor.person_id, **_names(thing)).delete()


@transaction.atomic
def stop_news(article: KnowledgeArticle, *, actor: Actor) -> None:
    """Hear no more of the article, nor of new ones in its category and those above it."""
    if not actor.is_authenticated:
        raise NotAllowed("signed in")
    around = Q(article=article) | Q(category__in=shelf_and_above(article.category_id))
    Subscription.objects.filter(around, user_id=actor.person_id).delete()


def _person(thing: KnowledgeArticle | KnowledgeCategory, actor: Actor) -> int:
    """The reader's id; raises NotAllowed for strangers, and for an article that is not theirs to read."""
    if not actor.is_authenticated:
        raise NotAllowed("signed in")
    if isinstance(thing, KnowledgeArticle) and not visible_to(actor).filter(pk=thing.pk).exists():
        raise NotAllowed(thing.slug)
    return actor.person_id


def _names(thing: KnowledgeArticle | KnowledgeCategory) -> dict[str, Any]:
    return {"article": thing} if isinstance(thing, KnowledgeArticle) else {"category": thing}
