"""What is behind the numbers of a report: addresses of lists that hold as many as the number says (B11)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from divan.chat.access import ARCHIVE
from divan.core.actors import Actor
from divan.core.l10n import dates
from divan.reports.periods import Period
from divan.reports.queries.chats import Asked
from divan.ui.formats import language

Behind = Callable[..., str]


def chats_behind(actor: Actor, asked: Asked) -> Behind:
    """Past chats of the report, narrowed further by filters of the archive; no address for those who may not open it."""
    period, mine = asked.period, language()
    usual = {
        "since": dates.date_short(period.since, mine),
        "until": dates.date_short(period.until, mine),
        "purpose": asked.purpose,
        "site": asked.site,
    }

    def behind(**narrowed: object) -> str:
        if not actor.may(ARCHIVE):
            return ""
        values = {name: str(value) for name, value in {**usual, **narrowed}.items() if value}
        return f"{reverse('chat_archive')}?{urlencode(values)}"

    return behind


def solved_behind(period: Period) -> Behind:
    """Tickets that were solved in the period, with further fields of the search."""

    def behind(**fields: str) -> str:
        return tickets_behind(solved=f"{period.since.isoformat()}..{period.until.isoformat()}", **fields)

    return behind


def tickets_behind(**fields: str) -> str:
    """The search for tickets with these fields; a name that ends with an underscore loses it."""
    words = (f"{name.rstrip('_')}:{_quoted(value)}" for name, value in fields.items())
    return f"{reverse('search')}?{urlencode({'q': ' '.join(words)})}"


def _quoted(value: str) -> str:
    """A value as it is typed; quotes within have no way to be typed."""
    bare = value.replace('"', " ")
    return f'"{bare}"' if " " in bare else bare
