"""The files of an archive as articles: what each says, in which language, and to which address it belongs."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify

from divan.core.errors import Refused
from divan.core.l10n.detection import language_of
from divan.core.l10n.languages import CODES
from divan.knowledge.models.words import PARTS
from divan.knowledge.transfer import front_matter
from divan.knowledge.transfer.archive import Archive
from divan.knowledge.transfer.from_html import document_of

_MARKDOWN = (".md", ".markdown")
_HTML = (".html", ".htm")
_TITLE = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Document:
    """One article in one language, as a file has it. `problem` says why it cannot be taken."""

    path: str
    slug: str = ""
    language: str = ""
    head: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_source(self) -> bool:
        return self.head.get("source-language", self.language) == self.language


def documents(archive: Archive) -> Iterator[Document]:
    """Every Markdown and HTML file, in the order of their paths; those whose names begin with "_" describe others."""
    for path in archive.paths():
        name = posixpath.basename(path).lower()
        if not name.endswith((*_MARKDOWN, *_HTML)) or name.startswith(("_", ".")):
            continue
        try:
            found = _document(path, archive.text(path))
        except Refused as refusal:
            found = Document(path, problem=refusal.message)
        if found is not None:
            yield found


def _document(path: str, text: str) -> Document | None:
    """The file as an article; None for the index page of our own export."""
    if path.lower().endswith(_HTML):
        head, body = document_of(text)
        if head.get("type") == "index":
            return None
    else:
        head, body = front_matter.read(text)
    stem, _dot, suffix = posixpath.basename(path).rsplit(".", 1)[0].rpartition(".")
    in_name = suffix if stem and suffix in CODES else ""
    title, body = _titled(head.get("title", ""), body)
    language = head.get("language") or in_name or language_of(body[:2000])
    name = stem if in_name else posixpath.basename(path).rsplit(".", 1)[0]
    parts = {part: head.get(part, "") for part in PARTS}
    return Document(
        path=path,
        slug=slugify(head.get("slug", "") or name)[:80] or f"article-{zlib.crc32(path.encode()):08x}",
        language=language if language in CODES else "en",
        head=head,
        words={"title": title or name, "summary": head.get("summary", ""), "body": body, **parts},
    )


def _titled(title: str, body: str) -> tuple[str, str]:
    """The title, and the text without it where its first heading says it."""
    first = _TITLE.match(body)
    if first is None:
        return title, body
    if title and first[1] != title:
        return title, body
    return first[1], body[first.end() :].strip()
