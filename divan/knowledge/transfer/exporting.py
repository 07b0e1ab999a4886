"""Everything that is published or ready to be, in an archive that can be read without us."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from divan.accounts.log import record
from divan.conversations.files import path_of
from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.knowledge.access import require_publisher
from divan.knowledge.markdown import to_html
from divan.knowledge.models import ArticleFile, ArticleTranslation, KnowledgeCategory
from divan.knowledge.transfer import front_matter
from divan.knowledge.tree import Shelf, trail, tree
from divan.knowledge.wording import html_of

_FILE = re.compile(r"(?<=\]\()files/([0-9]{1,12})(?=[)\s])")
_SHOWN_FILE = re.compile(r"/help/files/([0-9]{1,12})/")
_UNSAFE = re.compile(r"[^\w.-]+")


def export_markdown(target: IO[bytes], *, actor: Actor) -> int:
    """Write one Markdown file for each article and language, a folder for each category. Returns how many."""
    require_publisher(actor)
    count, shelves, files = 0, tree("en"), _file_names()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add_folders(archive, shelves)
        for row in _texts():
            folder = _folder(shelves, row.article.category_id)
            up = "../" * folder.count("/")
            body = _with_files(_FILE, row.body, files, up)
            path = f"{folder}{row.article.slug}.{row.language}.md"
            archive.writestr(path, front_matter.write(_head(row), body))
            count += 1
        _add_files(archive, files)
    record(actor, "knowledge.exported", count=count)
    return count


def export_html(target: IO[bytes], *, actor: Actor) -> int:
    """Write one page for each article and language and an index, to be read without us. Returns how many."""
    require_publisher(actor)
    count, shelves, files = 0, tree("en"), _file_names()
    pages: list[tuple[str, ArticleTranslation]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add_folders(archive, shelves)
        for row in _texts():
            folder = _folder(shelves, row.article.category_id)
            up = "../" * folder.count("/")
            # The parts of a known error stand in the head too, so the page tells them from the text.
            parts, body = html_of({**row.words, "body": ""}, row.language), to_html(row.body, row.language)
            shown = [_with_files(_SHOWN_FILE, html, files, up) for html in (parts, body)]
            page = {"row": row, "parts": mark_safe(shown[0]), "html": mark_safe(shown[1]), "head": _head(row)}  # noqa: S308 - sanitised by to_html
            path = f"{folder}{row.article.slug}.{row.language}.html"
            archive.writestr(path, render_to_string("knowledge/export/page.html", page))
            pages.append((path, row))
            count += 1
        archive.writestr("index.html", render_to_string("knowledge/export/index.html", {"pages": pages}))
        _add_files(archive, files)
    record(actor, "knowledge.exported", count=count)
    return count


def _add_folders(archive: zipfile.ZipFile, shelves: list[Shelf]) -> None:
    """What each category is called in all its languages, in the order of the tree."""
    names = {row.pk: row.names for row in KnowledgeCategory.objects.all()}
    for shelf in shelves:
        head = {f"name-{code}": name for code, name in names[shelf.id].items()}
        archive.writestr(f"{_folder(shelves, shelf.id)}_category.md", front_matter.write(head, ""))


def _texts() -> Iterator[ArticleTranslation]:
    rows = ArticleTranslation.objects.select_related("article__guide").order_by("article_id", "language")
    return rows.iterator(chunk_size=200)


def _head(row: ArticleTranslation) -> dict[str, str]:
    """What the file says about itself."""
    of = row.article
    return {
        "slug": of.slug,
        "language": row.language,
        "source-language": of.source_language,
        "title": row.title,
        "summary": row.summary,
        "type": of.kind,
        "level": of.level,
        "state": of.error_state,
        "visibility": of.visibility,
        "published": "yes" if of.published_at else "no",
        "guide": of.guide.slug if of.guide else "",
        "place": str(of.place) if of.guide_id else "",
        "review-by": of.review_by.isoformat() if of.review_by else "",
        "symptom": row.symptom,
        "cause": row.cause,
        "workaround": row.workaround,
    }


def _folder(shelves: list[Shelf], shelf_id: int) -> str:
    """The folder of a category, with a slash at its end; the number keeps equal names apart."""
    return "".join(
        f"{_safe(fold(shelf.name)) or 'category'}-{shelf.id}/" for shelf in trail(shelves, shelf_id)
    )


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.")[:60]


def _file_names() -> dict[int, str]:
    """Where each file lies in the archive; the number keeps equal names apart."""
    rows = ArticleFile.objects.values_list("pk", "name")
    return {pk: f"files/{pk}-{_safe(name) or 'file'}" for pk, name in rows}


def _add_files(archive: zipfile.ZipFile, names: dict[int, str]) -> None:
    """The bytes of every file that is still there."""
    for file in ArticleFile.objects.order_by("pk").iterator(chunk_size=200):
        path = path_of(file.sha256)
        if path.exists() and file.pk in names:
            archive.write(path, names[file.pk])


def _with_files(pattern: re.Pattern[str], text: str, names: dict[int, str], up: str) -> str:
    """The text with the names that its files have in the archive; what is not there stays as it is."""
    return pattern.sub(lambda found: up + names[n] if (n := int(found[1])) in names else found[0], text)
