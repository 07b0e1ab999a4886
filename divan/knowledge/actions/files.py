"""Pictures and files for the text of an article."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.conversations import files
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.numbers import filesize
from divan.knowledge.access import require_author
from divan.knowledge.models import ArticleFile, KnowledgeArticle


@files.holders.register("articles")
def _holds(sha256: str) -> bool:
    return ArticleFile.objects.filter(sha256=sha256).exists()


@transaction.atomic
def add_file(article: KnowledgeArticle, file: UploadedFile, *, actor: Actor) -> ArticleFile:
    """Store a file; it is shown where the text names it as `files/<id>`. Raises Refused for one too large."""
    require_author(actor)
    limit = settings.ATTACHMENT_MAX_BYTES
    name = files.clean_name(file.name or "")
    if (file.size or 0) > limit:
        raise Refused(
            _("“%(name)s” is too large. Files may have up to %(limit)s.")
            % {"name": name, "limit": filesize(limit, actor.language)},
            field="files",
        )
    start = file.read(512)
    file.seek(0)
    sha256, size = files.store(file.chunks())
    kept = ArticleFile.objects.create(
        article=article,
        name=name,
        content_type=files.sniff(start),
        size=size,
        sha256=sha256,
        uploaded_by_id=actor.id,
        created_at=clock.now(),
    )
    record(actor, "article.file_added", article.slug, id=article.pk, file=kept.pk)
    return kept
