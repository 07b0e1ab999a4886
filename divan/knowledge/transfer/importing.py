"""Articles from an archive: by address and language, so that the same archive twice changes nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO
from urllib.parse import unquote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.l10n.languages import CODES
from divan.knowledge import actions
from divan.knowledge.access import require_publisher
from divan.knowledge.models import (
    ArticleFile,
    ArticleTranslation,
    ErrorState,
    KnowledgeArticle,
    Level,
    Type,
    Visibility,
)
from divan.knowledge.transfer.archive import Archive, resolve
from divan.knowledge.transfer.documents import Document, documents
from divan.knowledge.transfer.folders import Folders
from divan.knowledge.wording import tidy

# Where a link or picture leads, also one whose address stands below the text: [name]: address.
_LINK = re.compile(r"(\]\(|^ {0,3}\[[^\]\n]+\]:[ \t]*)(<[^<>\n]+>|[^)\s]+)", re.MULTILINE)
_ANCHOR = re.compile(r"#.*\Z")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: "added", "changed", "unchanged" or "skipped", and why."""

    path: str
    result: str
    why: str = ""


def import_archive(source: IO[bytes], *, actor: Actor) -> list[Outcome]:
    """Take in all articles of a ZIP, each file for itself. Raises Refused for what is no archive.

    An article that is new takes its settings from the file and is published only if the file says so; of one
    that is there already only the words change. Nothing is taken away.
    """
    require_publisher(actor)
    archive = Archive(source)
    outcomes = [Outcome(path, "skipped", _("Its path leads out of the archive.")) for path in archive.skipped]
    found = sorted(documents(archive), key=lambda one: (one.slug, not one.is_source, one.path))
    taken = _Import(archive, {one.path: one.slug for one in found}, actor)
    taken.make_folders()
    outcomes += [taken.take(one) for one in found]
    taken.put_chapters_into_guides(found)
    changes = [one for one in outcomes if one.result in ("added", "changed")]
    if changes:
        record(actor, "knowledge.imported", count=len(changes))
    return sorted(outcomes, key=lambda one: one.path)


class _Import:
    """One run over one archive."""

    def __init__(self, archive: Archive, slugs: Mapping[str, str], actor: Actor) -> None:
        self.archive, self.slugs, self.actor = archive, slugs, actor
        self.folders = Folders(archive, actor)
        self.created: set[str] = set()

    def make_folders(self) -> None:
        """The categories that the archive describes, in its order, also those in which no article stands."""
        for path in self.archive.in_order():
            if posixpath.basename(path) == "_category.md":
                self.folders.category(posixpath.dirname(path))

    def take(self, one: Document) -> Outcome:
        """Store one file, or say why not; a failure leaves nothing of it behind."""
        if one.problem:
            return Outcome(one.path, "skipped", one.problem)
        try:
            with transaction.atomic():
                return Outcome(one.path, self._store(one))
        except Refused as refusal:
            self.folders.forget()
            return Outcome(one.path, "skipped", refusal.message)

    def _store(self, one: Document) -> str:
        article = KnowledgeArticle.objects.filter(slug=one.slug).first()
        is_new = article is None
        article = article or self._create(one)
        words = {**one.words, "body": self._with_files(one, article)}
        live = ArticleTranslation.objects.filter(article=article, language=one.language).first()
        if live is not None and live.words == tidy(words):
            return "unchanged"
        more = {name: text for name, text in words.items() if name not in ("title", "body")}
        actions.write_translation(
            article, one.language, title=words["title"], body=words["body"], actor=self.actor, **more
        )
        if one.slug in self.created and one.head.get("published") == "yes":
            actions.publish_article(article, actor=self.actor)
        return "added" if is_new or live is None else "changed"

    def _create(self, one: Document) -> KnowledgeArticle:
        head = one.head
        source = head.get("source-language", "")
        article = actions.create_article(
            one.slug,
            self.folders.category(posixpath.dirname(one.path)),
            visibility=_one_of(Visibility.values, head.get("visibility"), Visibility.INTERNAL),
            kind=_one_of(Type.values, head.get("type"), Type.HOWTO),
            source_language=source if source in CODES else one.language,
            actor=self.actor,
        )
        self.created.add(one.slug)
        wanted = actions.ArticleSettings(
            category=article.category,
            visibility=article.visibility,
            kind=article.kind,
            level=_one_of(Level.values, head.get("level"), Level.BASIC),
            error_state=_one_of(ErrorState.values, head.get("state"), ""),
            owner=article.owner,
            review_by=_day(head.get("review-by", "")),
        )
        return actions.change_article(article, wanted, actor=self.actor)

    def put_chapters_into_guides(self, found: list[Document]) -> None:
        """When all are there: the guides of the articles that this run has created."""
        for one in found:
            guide = KnowledgeArticle.objects.filter(slug=one.head.get("guide", ""), kind=Type.GUIDE).first()
            article = KnowledgeArticle.objects.filter(slug=one.slug, guide=None).first()
            if guide is None or article is None or one.slug not in self.created or guide.pk == article.pk:
                continue
            place = one.head.get("place", "")
            article.guide, article.place = guide, int(place) if place.isdecimal() and len(place) < 5 else 0
            article.save(update_fields=["guide", "place"])

    def _with_files(self, one: Document, article: KnowledgeArticle) -> str:
        """The text with pictures, files and other pages of the archive under the names that they have here."""

        def lead(found: re.Match[str]) -> str:
            target = found[2].strip("<>")
            anchor = _ANCHOR.search(target)
            path = resolve(one.path, unquote(_ANCHOR.sub("", target)))
            if path in self.slugs:
                return f"{found[1]}article:{self.slugs[path]}{anchor[0] if anchor else ''}"
            if path in self.archive:
                return f"{found[1]}files/{self._file(path, article)}"
            return found[0]

        return _LINK.sub(lead, one.words["body"])

    def _file(self, path: str, article: KnowledgeArticle) -> int:
        """The id of the archive's file at that article, stored now unless it has it already."""
        content = self.archive.content(path)
        name = re.sub(r"\A\d{1,12}-", "", posixpath.basename(path)) or "file"
        upload = SimpleUploadedFile(name, content)
        kept = actions.add_file(article, upload, actor=self.actor)
        same = ArticleFile.objects.filter(article=article, sha256=kept.sha256).order_by("pk").first()
        if same is not None and same.pk != kept.pk:
            kept.delete()
            return same.pk
        return kept.pk


def _one_of(known: list[str], wanted: str | None, otherwise: str) -> str:
    return wanted if wanted in known else otherwise


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
