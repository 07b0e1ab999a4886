"""The files of an archive as articles: what each says, in which language, and to which address it belongs."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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
_TITLE = re.compile(r"\A\s*#[ \t]+(\S.*)")


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


def documents(archive: Archive) -> list[Document]:
    """Every Markdown and HTML file, in the order of their paths; those whose names begin with "_" describe others."""
    return _apart(list(_found(archive)))


def _apart(found: list[Document]) -> list[Document]:
    """The same with an address for each: many manuals have a README in every folder, which are not one article.

    What lies beside it in another language stays the same article; so do folders that are named after languages.
    """
    found = [replace(one, slug=_with_folders(one)) if is_twice else one for one, is_twice in _twice(found)]
    met: set[tuple[str, str]] = set()
    for place, one in enumerate(found):
        if (one.slug, one.language) in met:
            found[place] = replace(one, slug=f"{one.slug[:71]}-{zlib.crc32(one.path.encode()):08x}")
        met.add((one.slug, one.language))
    return found


def _twice(found: list[Document]) -> list[tuple[Document, bool]]:
    """Each with whether another file of its language would have the same address, and it has not chosen its own."""
    count = Counter((one.slug, one.language) for one in found)
    doubled = {slug for (slug, _language), times in count.items() if slug and times > 1}
    return [(one, one.slug in doubled and not one.head.get("slug")) for one in found]


def _with_folders(one: Document) -> str:
    folders = [part for part in posixpath.dirname(one.path).split("/") if part not in CODES]
    return slugify("-".join((*folders, one.slug)))[-80:].strip("-")


def _found(archive: Archive) -> Iterator[Document]:
    for path in archive.paths():
        name = posixpath.basename(path).lower()
        if not name.endswith((*_MARKDOWN, *_HTML)) or name.startswith(("_", ".")):
            continue
        try:
            found = _document(path, archive.text(path, is_html=name.endswith(_HTML)))
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
    said = re.split("[-_]", head.get("language", "").strip().lower())[0]
    language = next((one for one in (said, in_name) if one in CODES), "") or language_of(body[:2000])
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
    said = first[1].rstrip().rstrip("#").rstrip()
    if title and said != title:
        return title, body
    return said, body[first.end() :].strip()
