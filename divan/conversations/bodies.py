"""The body of a message as safe HTML, wherever it is shown."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from urllib.parse import unquote

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from divan.ui.paragraphs import paragraphs

# As the cleaner writes it: names in small letters, values in double quotes.
_PICTURE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


def body(html: str, text: str, pictures: Mapping[str, str] | None = None) -> SafeString:
    """The markup that came with a message, which was sanitised before it was stored, or else its text.

    `pictures` are addresses of attached pictures by Content-ID. A picture that is not among them is replaced
    by its words: nothing is ever fetched from outside.
    """
    if not html:
        return paragraphs(text)
    shown = _PICTURE.sub(lambda found: _picture(found[1], pictures or {}), html)
    return mark_safe(shown)  # noqa: S308 - stored markup is sanitised


def content_ids(html: str) -> frozenset[str]:
    """The Content-IDs of the pictures that stand in the markup."""
    return frozenset(name for found in _PICTURE.finditer(html) if (name := _content_id(found[1])))


def _picture(attributes: str, pictures: Mapping[str, str]) -> str:
    alt = entities.unescape(dict(_ATTRIBUTE.findall(attributes)).get("alt", ""))
    address = pictures.get(_content_id(attributes))
    if address is None:
        return format_html("{}", alt)
    return format_html('<img src="{}" alt="{}" loading="lazy">', address, alt)


def _content_id(attributes: str) -> str:
    source = entities.unescape(dict(_ATTRIBUTE.findall(attributes)).get("src", ""))
    scheme, _colon, name = source.partition(":")
    return unquote(name) if scheme.lower() == "cid" else ""
