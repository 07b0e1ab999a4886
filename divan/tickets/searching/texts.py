"""Fields about a ticket's number and subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from divan.accounts.installation import installation
from divan.core.l10n.numbers import ascii_digits
from divan.core.l10n.words import tokens
from divan.search.queries import Query, find, marker
from divan.tickets.models import Link, Ticket
from divan.tickets.search_documents import TICKET
from divan.tickets.searching.meaning import Meaning, Reading, Unclear

LOOKED_THROUGH = 400
"""So many tickets that hold the words are asked whether they stand in the subject; the best are those."""

MOST_LEFT_OUT = 1000
"""So many tickets are left out one by one."""


def number(value: str, _reading: Reading) -> Meaning:
    """The ticket with that number, in any digits, with or without its prefix."""
    return Meaning(Q(number__in=spellings_of([value])))


def parent(value: str, _reading: Reading) -> Meaning:
    """The tickets that the one with that number is the parent of."""
    links = Link.objects.filter(kind=Link.Kind.PARENT, ticket__number__in=spellings_of([value]))
    return Meaning(Q(pk__in=links.values("other_id")), is_for_desk=True)


def spellings_of(typed: Iterable[str]) -> tuple[str, ...]:
    """The numbers, as tickets have them, that may be meant."""
    here = installation()
    prefix = here.number_prefix if here else ""
    found: list[str] = []
    for each in typed:
        plain = ascii_digits(each).lstrip("#").upper()
        rest = plain.removeprefix(prefix.upper())
        if rest.isascii() and rest.isdigit():
            found += [plain, prefix + rest]
    return tuple(dict.fromkeys(found))


def left_out(query: Query, reading: Reading) -> Meaning:
    """The tickets that the query finds, to be left out of others. Raises Unclear if they are too many."""
    found = find(query, actor=reading.actor, kind=TICKET, limit=MOST_LEFT_OUT)
    if found.after:
        text = query.words or query.phrases[0]
        raise Unclear(
            _("“%(text)s” is in too many tickets to leave it out. Write also a word to look for.")
            % {"text": text}
        )
    return Meaning(Q(pk__in=[hit.object_id for hit in found.hits]))


def subject(value: str, reading: Reading) -> Meaning:
    """Tickets with these words in the subject, in any form."""
    words = tokens(value, "")
    if not words:
        raise Unclear(_("There are no letters or digits in “%(text)s”.") % {"text": value})
    hits = find(Query(" ".join(words)), actor=reading.actor, kind=TICKET, limit=LOOKED_THROUGH).hits
    rows = Ticket.objects.filter(pk__in=[hit.object_id for hit in hits]).values_list(
        "pk", "subject", "language"
    )
    markers = [marker(word) for word in words]
    return Meaning(
        Q(
            pk__in=[
                pk for pk, text, language in rows if all(any(each.spans(text, language)) for each in markers)
            ]
        )
    )
