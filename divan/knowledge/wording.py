"""From the words that somebody wrote to what is stored and shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.core.errors import Refused
from divan.knowledge.markdown import to_html
from divan.knowledge.models.words import FIELDS, PARTS

LONGEST = 200_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Signs that no text has and no feed may have (XML 1.0, 2.2 "Characters")."""


def tidy(words: Mapping[str, str]) -> dict[str, str]:
    """All fields of an article, trimmed; those that are missing are empty. Raises Refused when far too long."""
    kept = {name: _UNSEEN.sub("", words.get(name, "").replace("\r\n", "\n")).strip() for name in FIELDS}
    kept["title"] = " ".join(kept["title"].split())[:200].strip()
    kept["summary"] = " ".join(kept["summary"].split())[:400].strip()
    if sum(map(len, kept.values())) > LONGEST:
        raise Refused(_("This article is too long. Please make it a guide with chapters."), field="body")
    return kept


def require_words(words: Mapping[str, str]) -> None:
    """Raise Refused unless there is a title and something to read below it."""
    if not words["title"] or not any(words[name] for name in ("body", *PARTS)):
        raise Refused(_("An article needs a title and a text."), field="title")


def html_of(words: Mapping[str, str], language: str) -> SafeString:
    """What readers see below the title: the parts of a known error under their headings, then the text."""
    with translation.override(language):
        titles = {
            "symptom": pgettext("known error", "Symptom"),
            "cause": pgettext("known error", "Cause"),
            "workaround": pgettext("known error", "Workaround"),
        }
    parts = [
        f'<h2 id="s-{name}" dir="auto">{escape(titles[name])}</h2>\n{to_html(words[name], language)}'
        for name in PARTS
        if words[name]
    ]
    return mark_safe("".join([*parts, to_html(words["body"], language)]))  # noqa: S308 - sanitised by to_html


def stored(words: Mapping[str, str], language: str) -> dict[str, Any]:
    """The columns of a live translation."""
    html = html_of(words, language)
    return {
        **words,
        "html": str(html),
    }
