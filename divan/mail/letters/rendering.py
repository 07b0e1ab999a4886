"""A letter as subject, plain text and HTML, in the language, direction and time zone of its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.loader import render_to_string
from django.utils import timezone, translation

from divan.accounts.models import User
from divan.core.l10n.direction import marked_subject
from divan.mail.letters.letter import Letter

_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The finished parts of a mail."""

    subject: str
    text: str
    html: str


@contextmanager
def read_by(person: User) -> Iterator[None]:
    """Inside the block, sentences and times are made for that person."""
    with translation.override(person.language), timezone.override(_zone(person.time_zone)):
        yield


def render(letter: Letter, *, number: str, sender_name: str, language: str) -> Rendered:
    """Lay a letter out; call it inside `read_by`."""
    context = {"letter": letter, "reference": number, "sender_name": sender_name}
    return Rendered(
        subject=marked_subject(f"[#{number}]", letter.subject, language),
        text=_BLANK_LINES.sub("\n\n", render_to_string("mail/email/letter.txt", context)).strip() + "\n",
        html=render_to_string("mail/email/letter.html", context),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
