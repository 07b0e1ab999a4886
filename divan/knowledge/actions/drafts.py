"""Writing: a draft is saved, handed to somebody else for review, given back, or set to go live on a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_of
from divan.accounts.log import record
from divan.accounts.mailing import post
from divan.accounts.models import User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.knowledge.access import PUBLISH, require_author, require_publisher
from divan.knowledge.models import ArticleDraft, DraftState, KnowledgeArticle
from divan.knowledge.paths import whole
from divan.knowledge.wording import require_words, tidy


@transaction.atomic
def save_draft(
    article: KnowledgeArticle,
    language: str,
    words: Mapping[str, str],
    *,
    actor: Actor,
    revision: int | None = None,
) -> ArticleDraft:
    """Keep what was written so far; a draft that was with a reviewer or scheduled is being written again.

    `revision` is the one that the author has seen, 0 for none: raises Refused (field "revision") when somebody
    else has saved since. Raises Refused for a language that the help desk does not have.
    """
    require_author(actor)
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose one of the languages of this help desk."), field="language")
    lock(article)
    kept = tidy(words)
    row = ArticleDraft.objects.filter(article=article, language=language).first()
    if row is None:
        if revision:  # it was released or thrown away since
            raise Refused(_("Somebody else has changed this draft meanwhile."), field="revision")
        return ArticleDraft.objects.create(
            article=article, language=language, author_id=actor.id, changed_at=clock.now(), **kept
        )
    if row.words == kept:
        return row
    if revision is not None and row.revision != revision:
        raise Refused(_("Somebody else has changed this draft meanwhile."), field="revision")
    for name, value in kept.items():
        setattr(row, name, value)
    row.revision += 1
    row.author_id, row.changed_at = actor.id, clock.now()
    row.state, row.publish_at, row.approved_by = DraftState.WRITING, None, None
    row.save()
    return row


@transaction.atomic
def submit_draft(draft: ArticleDraft, *, reviewer: User, actor: Actor, note: str = "") -> ArticleDraft:
    """Ask somebody else who may publish to read it, and write to them. Raises Refused for an empty draft or the wrong reviewer."""
    require_author(actor)
    row = locked(draft)
    if row.state == DraftState.REVIEW and row.reviewer_id == reviewer.pk:
        return row
    require_words(row.words)
    if reviewer.pk in (actor.id, row.author_id) or not actor_of(reviewer).may(PUBLISH):
        raise Refused(_("Choose somebody else, who may publish articles."), field="reviewer")
    row.state, row.reviewer, row.note, row.publish_at = DraftState.REVIEW, reviewer, note.strip()[:500], None
    row.save(update_fields=["state", "reviewer", "note", "publish_at"])
    record(actor, "article.submitted", row.article.slug, id=row.article_id, language=row.language)
    at = {"article_id": row.article_id, "language": row.language}
    post(
        "article_review_asked",
        to=reviewer.email,
        name=reviewer.name,
        language=reviewer.language,
        title=row.title,
        note=row.note,
        link=whole(reverse("write_article", kwargs=at)),
    )
    return row


@transaction.atomic
def return_draft(draft: ArticleDraft, *, actor: Actor, note: str) -> ArticleDraft:
    """Give it back to its author and say why."""
    require_publisher(actor)
    row = locked(draft)
    if row.state != DraftState.REVIEW:
        return row
    if not note.strip():
        raise Refused(_("Say what should be different."), field="note")
    row.state, row.note = DraftState.WRITING, note.strip()[:500]
    row.save(update_fields=["state", "note"])
    record(actor, "article.returned", row.article.slug, id=row.article_id, language=row.language)
    return row


@transaction.atomic
def schedule_draft(draft: ArticleDraft, *, at: datetime, actor: Actor) -> ArticleDraft:
    """Let it go live by itself at that moment. Raises Refused for one that has passed."""
    require_publisher(actor)
    row = locked(draft)
    require_words(row.words)
    require_other(row, actor)
    if at <= clock.now():
        raise Refused(_("Choose a moment that is still to come."), field="publish_at")
    row.state, row.publish_at, row.approved_by_id = DraftState.SCHEDULED, at, actor.id
    row.save(update_fields=["state", "publish_at", "approved_by"])
    record(actor, "article.scheduled", row.article.slug, id=row.article_id, language=row.language)
    return row


@transaction.atomic
def discard_draft(draft: ArticleDraft, *, actor: Actor) -> None:
    """Throw away what was not released."""
    require_author(actor)
    lock(draft.article)
    gone, _rows = ArticleDraft.objects.filter(pk=draft.pk).delete()
    if gone:
        record(actor, "article.draft_discarded", draft.article.slug, id=draft.article_id)


def require_other(draft: ArticleDraft, actor: Actor) -> None:
    """What was handed in for review is let through by somebody else; raises Refused for its own author."""
    if draft.state == DraftState.REVIEW and draft.author_id == actor.id:
        raise Refused(_("Somebody else approves what you have handed in."))


def lock(article: KnowledgeArticle) -> KnowledgeArticle:
    """The article's row, so that two authors wait for each other; all its drafts and texts go with it."""
    return KnowledgeArticle.objects.select_for_update().get(pk=article.pk)


def locked(draft: ArticleDraft) -> ArticleDraft:
    """The draft as it is now, its article locked. Raises Refused when it was released or thrown away."""
    lock(draft.article)
    row = ArticleDraft.objects.select_related("article").filter(pk=draft.pk).first()
    if row is None:
        raise Refused(_("This draft is no longer there."))
    return row
