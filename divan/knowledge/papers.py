"""What goes on the paper: an article, or a guide with its chapters, as one page of HTML that stands by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from selectolax.lexbor import LexborHTMLParser

from divan.conversations.files import SHOWN_INLINE, path_of
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import direction_in
from divan.knowledge.access import file_for
from divan.knowledge.markdown import headings
from divan.knowledge.models import ArticleTranslation
from divan.knowledge.paths import article_path, whole
from divan.ui.printing import Paper, paper_with

# In characters of HTML; some 700 pages.
LONGEST = 1_500_000
_SHEET = Path(__file__).with_name("paper.css")
_PICTURE = re.compile(r"/help/files/([0-9]+)/")
# From this many headings on, an article alone has a list of contents too.
_MANY = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, or the article itself: its anchor on the paper, its words, and its headings (anchor, text)."""

    anchor: str
    title: str
    summary: str
    language: str
    html: SafeString
    contents: list[tuple[str, str]]


def paper_of(actor: Actor, texts: list[ArticleTranslation], site: str) -> Paper:
    """The page of these texts, the guide or article first; pictures are those that the actor may see.

    Raises Refused when it is too long to be laid out.
    """
    first = texts[0]
    if sum(len(text.html) for text in texts) > LONGEST:
        raise Refused(_("This guide is too long for a PDF. Please print it with your browser."))
    files: dict[str, str] = {}
    parts = [_part(actor, text, files) for text in texts]
    with translation.override(first.language):
        page = {
            "first": parts[0],
            "chapters": parts[1:],
            "has_contents": len(parts) > 1 or len(parts[0].contents) >= _MANY,
            "site": site,
            "changed_at": max(text.changed_at for text in texts),
            "address": whole(article_path(first.article.slug, first.language)),
            "language_code": first.language,
        }
        html = render_to_string("knowledge/paper.html", page)
    return paper_with(html, _SHEET, files)


def _part(actor: Actor, text: ArticleTranslation, files: dict[str, str]) -> Part:
    """One text with anchors that no other part has, directions said aloud, and pictures by their names here."""
    anchor = f"part-{text.article_id}"
    tree = LexborHTMLParser(f"<body>{text.html}</body>")
    for node in tree.css("[dir=auto]"):
        node.attrs["dir"] = direction_in(node.text(), text.language)
    for node in tree.css("[id]"):
        node.attrs["id"] = f"{anchor}-{node.attributes['id']}"
    for node in tree.css("a[href^='#']"):
        node.attrs["href"] = f"#{anchor}-{(node.attributes['href'] or '')[1:]}"
    for node in tree.css("img"):
        node.attrs["src"] = _picture(actor, node.attributes.get("src") or "", files)
    html = tree.body.inner_html if tree.body else ""
    return Part(
        anchor=anchor,
        title=text.title,
        summary=text.summary,
        language=text.language,
        html=mark_safe(html or ""),  # noqa: S308 - sanitised when it was stored
        contents=[(f"{anchor}-{name}", words) for name, words in headings(text.html)],
    )


def _picture(actor: Actor, address: str, files: dict[str, str]) -> str:
    """The name of a picture on this paper; "" for what the actor may not see or what is no picture."""
    said = _PICTURE.fullmatch(address)
    try:
        file = file_for(actor, int(said[1])) if said else None
    except NotAllowed:
        file = None
    if file is None or file.content_type not in SHOWN_INLINE:
        return ""
    name = f"paper:file/{file.sha256}"
    files[name] = str(path_of(file.sha256))
    return name
