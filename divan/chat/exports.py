"""Many chats as one file, written in pieces: however many there are, only a few are in memory.

JSON holds what was said publicly, CSV one row for each chat. Whispers are in neither: who needs those takes the chat
alone, where the choice is asked for and labelled.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from divan.chat.documents import FORMAT, as_json, facts
from divan.chat.models import Chat
from divan.chat.queries.archive import all_found
from divan.chat.queries.archive_filters import Asked
from divan.chat.queries.courses import public_courses
from divan.core.actors import Actor
from divan.core.formulas import no_formula

AT_ONCE = 100
Writing = Callable[[Actor, Asked], Iterator[str]]


def as_json_file(actor: Actor, asked: Asked) -> Iterator[str]:
    """One JSON document with a list of chats."""
    yield f'{{"format": {json.dumps(FORMAT)}, "chats": ['
    separator = "\n"
    for chats in all_found(actor, asked, size=AT_ONCE):
        yield separator + ",\n".join(_documents(actor, chats))
        separator = ",\n"
    yield "\n]}\n"


def as_csv_file(actor: Actor, asked: Asked) -> Iterator[str]:
    """A table in UTF-8 with a mark of its encoding, which programs for tables want (RFC 4180, Unicode 2.6)."""
    line = _Line()
    writer, is_first = csv.writer(line), True
    yield "\ufeff"
    for chats in all_found(actor, asked, size=AT_ONCE):
        rows = [facts(chat) for chat in chats]
        if is_first:
            writer.writerow(rows[0].keys())
            is_first = False
        writer.writerows([no_formula(value) for value in row.values()] for row in rows)
        yield line.taken()


FORMS: dict[str, tuple[Writing, str]] = {
    "json": (as_json_file, "application/json; charset=utf-8"),
    "csv": (as_csv_file, "text/csv; charset=utf-8"),
}


def _documents(actor: Actor, chats: list[Chat]) -> list[str]:
    """The reader's language has to be said again for each piece: they are written after the request is over."""
    with translation.override(actor.language), timezone.override(ZoneInfo(actor.time_zone)):
        courses = public_courses(chats)
        return [json.dumps(as_json(courses[chat.pk]), ensure_ascii=False) for chat in chats]


class _Line:
    """What a writer of CSV has written and nobody has taken yet."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def write(self, text: str) -> None:
        self._written.append(text)

    def taken(self) -> str:
        """All of it, once."""
        text = "".join(self._written)
        self._written.clear()
        return text
