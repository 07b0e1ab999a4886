"""An article solved it, and the question was not sent."""

from __future__ import annotations

import hashlib

from django.db import transaction

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.knowledge.access import translations_visible_to
from divan.knowledge.models import Deflection, KnowledgeArticle, Place


@transaction.atomic
def deflect(
    article: KnowledgeArticle,
    language: str,
    *,
    place: Place,
    visitor: str,
    actor: Actor,
    form: str = "",
) -> Deflection:
    """Somebody at `place` says that the article solved it; one `visitor` counts once for an article and a day.

    `visitor` is a random value of their browser; only a hash of it is kept, with the article and the day in it,
    so that nothing can be put together later. Raises NotAllowed if the actor may not read the text.
    """
    if not translations_visible_to(actor).filter(article=article, language=language).exists():
        raise NotAllowed(article.slug)
    now = clock.now()
    once = hashlib.sha256(f"{visitor} {article.pk} {now.date()}".encode()).hexdigest()
    values = {
        "article": article,
        "language": language,
        "place": place,
        "form": form,
        "created_at": now,
    }
    return Deflection.objects.get_or_create(visitor=once, defaults=values)[0]
