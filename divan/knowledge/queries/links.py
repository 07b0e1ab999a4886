"""Links to articles in what people write: which articles they lead to, and how they are written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from divan.core.l10n.languages import CODES
from divan.knowledge.paths import article_path, whole

MARKER = "from"
"""The parameter of a link's address that tells which answer it stood in."""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link to the article with that address, in `language` if it says one, at the heading `anchor` if it has one."""

    slug: str
    language: str = ""
    anchor: str = ""


def links_in(text: str) -> Iterator[ArticleLink]:
    """The links to our articles in plain text or HTML, in their order."""
    return (_link(found) for found in _pattern(settings.PUBLIC_URL).finditer(text))


def with_addresses(text: str, address: Callable[[ArticleLink], str]) -> str:
    """`text`, each link to an article with the address that is given for it; what stood behind its `?` is gone."""
    return _pattern(settings.PUBLIC_URL).sub(lambda found: address(_link(found)), text)


def address_of(link: ArticleLink, marker: str = "") -> str:
    """The whole address of a link, with `marker` if there is one."""
    query = f"?{MARKER}={marker}" if marker else ""
    anchor = f"#{link.anchor}" if link.anchor else ""
    return whole(f"{article_path(link.slug, link.language)}{query}{anchor}")


@cache
def _pattern(host: str) -> re.Pattern[str]:
    languages = "|".join(CODES)
    return re.compile(
        rf"{re.escape(host)}/help/(?:(?P<language>{languages})/)?(?P<slug>[a-z0-9_-]{{1,80}})/?(?:print/)?"
        r"(?:\?[\w=&;%-]*)?(?:#(?P<anchor>s-[\w%-]{1,240}))?(?![\w/])",
        re.IGNORECASE,
    )


def _link(found: re.Match[str]) -> ArticleLink:
    return ArticleLink(found["slug"].lower(), (found["language"] or "").lower(), found["anchor"] or "")
