"""Regular work: scheduled drafts go live, followers and owners are written to."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from divan.accounts.identity import actor_of
from divan.accounts.mailing import post
from divan.accounts.models import User
from divan.core import clock
from divan.core.schedules import every
from divan.knowledge import actions
from divan.knowledge.access import PUBLISH, WRITE, translations_visible_to
from divan.knowledge.models import (
    ArticleDraft,
    ArticleNews,
    ArticleTranslation,
    DraftState,
    KnowledgeArticle,
    Subscription,
)
from divan.knowledge.paths import article_path, whole
from divan.knowledge.stopping import stop_path
from divan.knowledge.tree import shelf_and_above

AT_ONCE = 100


@every("knowledge.release_due", timedelta(seconds=30))
def release_due() -> None:
    """Let scheduled drafts go live whose moment has come, in the name of whoever scheduled them."""
    due = ArticleDraft.objects.filter(state=DraftState.SCHEDULED, publish_at__lte=clock.now())
    for draft in due.select_related("approved_by", "article").order_by("publish_at")[:AT_ONCE]:
        _release_one(draft)


@transaction.atomic
def _release_one(draft: ArticleDraft) -> None:
    """One draft; if its scheduler may publish no longer, it is only a draft again."""
    person = draft.approved_by
    who = actor_of(person) if person is not None and person.is_active else None
    if who is not None and who.may(PUBLISH):
        actions.release_draft(draft, actor=who)
        return
    ArticleDraft.objects.filter(pk=draft.pk).update(state=DraftState.WRITING, publish_at=None)


@every("knowledge.tell_subscribers", timedelta(minutes=1))
def tell_subscribers() -> None:
    """Write the next letters about each release; what was written is remembered in the same transaction."""
    for news in ArticleNews.objects.values_list("pk", flat=True)[:AT_ONCE]:
        _tell(news)


@transaction.atomic
def _tell(news_id: int) -> None:
    news = ArticleNews.objects.select_for_update().select_related("article").filter(pk=news_id).first()
    if news is None:
        return
    article = news.article
    wanted = Q(article=article)
    if news.is_first:
        wanted |= Q(category__in=shelf_and_above(article.category_id))
    followers = Subscription.objects.filter(wanted, user_id__gt=news.told_up_to).order_by("user_id")
    ids = list(followers.values_list("user_id", flat=True).distinct()[:AT_ONCE])
    people = User.objects.filter(pk__in=ids, is_active=True).select_related("role", "organization")
    for person in people.order_by("pk"):
        _tell_one(news, person)
    if len(ids) < AT_ONCE:
        news.delete()
    else:
        news.told_up_to = ids[-1]
        news.save(update_fields=["told_up_to"])


def _tell_one(news: ArticleNews, person: User) -> None:
    """Write to somebody who may read it and for whom these are the words: their language, or the source."""
    texts = {
        row.language: row for row in translations_visible_to(actor_of(person)).filter(article=news.article)
    }
    mine = person.language if person.language in texts else news.article.source_language
    text = texts.get(mine)
    if text is None or mine != news.language:
        return
    post(
        "knowledge_news",
        to=person.email,
        name=person.name,
        language=person.language,
        title=text.title,
        summary=text.summary,
        link=whole(article_path(news.article.slug, text.language)),
        is_first=news.is_first,
        stop=whole(stop_path(person, news.article)),
    )


@every("knowledge.remind_owners", timedelta(hours=1))
def remind_owners() -> None:
    """Write once to the owner of each published article whose day of review has come."""
    due = KnowledgeArticle.objects.filter(
        review_by__lte=clock.now().date(), reminded_at=None, published_at__isnull=False
    )
    for article in due.select_related("owner__role", "owner__organization")[:AT_ONCE]:
        _remind(article)


@transaction.atomic
def _remind(article: KnowledgeArticle) -> None:
    row = KnowledgeArticle.objects.select_for_update().get(pk=article.pk)
    owner = article.owner
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    if owner is None or not owner.is_active or not actor_of(owner).may(WRITE):
        return
    texts = ArticleTranslation.objects.filter(article=row)
    titles = dict(texts.values_list("language", "title"))
    post(
        "article_review_due",
        to=owner.email,
        name=owner.name,
        language=owner.language,
        title=titles.get(owner.language) or titles.get(row.source_language) or row.slug,
        link=whole(reverse("knowledge_article", kwargs={"article_id": row.pk})),
    )
