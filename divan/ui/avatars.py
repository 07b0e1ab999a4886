"""The small square that stands for a person: their photo, or initials on a tone that stays theirs."""

from __future__ import annotations

import unicodedata
import zlib
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Neither saffron (private) nor pomegranate (danger) may stand for a person.
TONES = ("iris", "info", "moss", "rose", "good", "brand")
PRESENCES = ("on", "away", "off", "writing")
_DECORATION = mark_safe(' aria-hidden="true"')


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two letters for `name` in its own script: the first letters of its first and last word.

    Scripts without letter case keep theirs; a name without any letter gives "?".
    """
    words = [word for word in name.split("@")[0].replace(".", " ").split() if _first_letter(word)]
    if not words:
        return "?"
    ends = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(_upper(_first_letter(word)) for word in ends)


def _first_letter(word: str) -> str:
    return next((mark for mark in word if unicodedata.category(mark)[0] in "LN"), "")


def _upper(letter: str) -> str:
    """Upper case where that is still one letter ("ß" stays)."""
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


@lru_cache(maxsize=4096)
def tone_of(name: str) -> str:
    """The same tone for the same name, in every process and for ever."""
    folded = unicodedata.normalize("NFC", name).casefold().strip()
    return TONES[zlib.crc32(folded.encode("utf-8", "surrogatepass")) % len(TONES)]


def avatar(
    name: str, tone: str | None = None, size: str = "", presence: str | None = None, photo: str = ""
) -> SafeString:
    """The avatar of `name`; `size` is "", "small" or "large", `photo` the address of their picture.

    It is decoration (hidden from assistive technology) unless it carries `presence`: on, away, off or writing.
    """
    if presence not in PRESENCES:
        return _square(name, tone, size, photo, _DECORATION)
    sentence = _presence_sentence(name, presence)
    return _square(
        name,
        tone,
        size,
        photo,
        format_html(' data-presence="{}" role="img" aria-label="{}"', presence, sentence),
    )


@lru_cache(maxsize=4096)
def _square(name: str, tone: str | None, size: str, photo: str, described: SafeString) -> SafeString:
    # The name stands beside, or in the label: the picture says nothing more.
    picture = format_html('<img src="{}" alt="" loading="lazy" decoding="async">', photo)
    return format_html(
        '<span class="{}" data-tone="{}"{}>{}</span>',
        f"avatar {size}".strip(),
        tone or tone_of(name),
        described,
        picture if photo else initials(name),
    )


def _presence_sentence(name: str, presence: str) -> str:
    """What the dot on the avatar says, in words."""
    match presence:
        case "on":
            return _("%(name)s is here") % {"name": name}
        case "away":
            return _("%(name)s is away") % {"name": name}
        case "writing":
            return _("%(name)s is writing") % {"name": name}
        case _:
            return _("%(name)s is offline") % {"name": name}
