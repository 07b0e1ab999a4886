"""A mail as it was laid out: kept once when it is filed, put together as a document whenever it is read."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from divan.conversations.models import Message, OriginalMarkup
from divan.mail.letters.links import without_tokens
from divan.mail.parsing import ParsedMail
from divan.mail.parsing.html_layout import clean_layout, is_worth_showing, remote_pictures

# As the cleaner writes it: names in small letters, values in double quotes.
_PICTURE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


def keep(message: Message, parsed: ParsedMail) -> None:
    """Keep the layout of a mail beside its message if it says more than the calm form that the page shows.

    Runs in the transaction that files the mail. The links of guests that it quotes lose their secrets, as
    everywhere else.
    """
    if message.has_original or not parsed.markup:
        return
    cleaned = without_tokens(clean_layout(parsed.markup))
    if not is_worth_showing(cleaned):
        return
    OriginalMarkup.objects.create(message=message, html=cleaned, remote_pictures=remote_pictures(cleaned))
    message.has_original = True
    message.save(update_fields=["has_original"])


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which pictures a reader gets to see.

    `attached` are our addresses by Content-ID. `remote` says whether the reader asked for those from
    elsewhere; those that claim to lie with us, on `host`, are never fetched: they would carry a session.
    """

    attached: Mapping[str, str]
    remote: bool
    host: str


def shown(markup: str, pictures: Pictures) -> SafeString:
    """Kept markup with its pictures; one that is not to be seen is replaced by its words."""
    text = _PICTURE.sub(lambda found: _picture(found[1], pictures), markup)
    return mark_safe(text)  # noqa: S308 - sanitised before it was stored


def _picture(attributes: str, pictures: Pictures) -> str:
    source = entities.unescape(dict(_ATTRIBUTE.findall(attributes)).get("src", ""))
    address = _address(source, pictures)
    if address is None:
        words = entities.unescape(dict(_ATTRIBUTE.findall(attributes)).get("alt", "")).strip()
        return format_html("<i>[{}]</i>", words) if words else ""
    rest = "".join(f' {name}="{value}"' for name, value in _ATTRIBUTE.findall(attributes) if name != "src")
    return format_html('<img src="{}"{}>', address, mark_safe(rest))  # noqa: S308 - as the cleaner wrote it


def _address(source: str, pictures: Pictures) -> str | None:
    scheme, _colon, name = source.partition(":")
    if scheme.lower() == "cid":
        return pictures.attached.get(unquote(name))
    try:
        is_elsewhere = urlsplit(source).hostname not in (None, pictures.host)
    except ValueError:
        is_elsewhere = False
    return source if pictures.remote and is_elsewhere else None
