"""What people looked for in vain, kept so that nobody's words stand there who asked alone."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.crypto import salted_hmac

from divan.accounts.log import record
from divan.core import clock
from divan.core.actors import Actor
from divan.core.l10n.folding import fold
from divan.core.l10n.languages import known
from divan.core.l10n.numbers import ascii_digits
from divan.core.limits import take
from divan.core.rows import one_of
from divan.knowledge.access import require_publisher
from divan.knowledge.models import MissedSearch

LONGEST_WORDS = 8
LONGEST = 80
NOTED_A_DAY = 30
_DAY = 24 * 60 * 60
# Addresses, links, and what has five digits or more: numbers of tickets, orders, phones and people.
_PERSONAL = re.compile(r"@|://|www\.|(?:\d\D?){5}", re.IGNORECASE)


def note_search(text: str, language: str, found: int, *, place: str) -> None:
    """Note that a search found no article; `place` tells visitors apart and is kept only as a hash for a day.

    What may say who somebody is, is left out; words that are left are readable only once two visitors, or one
    on two days, have looked for them. A sentence is no search and is not noted at all.
    """
    words = _kept(text) if not found else ""
    if not words or take("missed_search", place, limit=NOTED_A_DAY, seconds=_DAY):
        return
    _note(words, known(language), _seeker(place))


def _kept(text: str) -> str:
    """The words without personal data; "" when nothing is left or they are too many."""
    if len(text) > 4 * LONGEST:
        return ""
    words = [word for word in text.replace("\x00", "").split() if not _PERSONAL.search(ascii_digits(word))]
    kept = " ".join(words)
    digits = sum(letter.isdigit() for letter in kept)
    is_search = len(words) <= LONGEST_WORDS and 2 <= len(kept) <= LONGEST and digits < 7
    return kept if is_search and fold(kept) else ""


@transaction.atomic
def _note(words: str, language: str, seeker: str) -> None:
    now = clock.now()
    digest = salted_hmac("missed search", f"{language} {fold(words)}", algorithm="sha256").hexdigest()
    fresh = {"language": language, "last_seeker": seeker, "first_at": now, "last_at": now}
    row, is_new = MissedSearch.objects.select_for_update().get_or_create(digest=digest, defaults=fresh)
    if is_new or row.last_seeker == seeker:
        return
    row.times += 1
    row.words, row.last_seeker, row.last_at = words, seeker, now
    row.save(update_fields=["times", "words", "last_seeker", "last_at"])


def _seeker(place: str) -> str:
    day = clock.now().date().isoformat()
    return salted_hmac("seeker of the day", f"{day} {place}", algorithm="sha256").hexdigest()


@transaction.atomic
def set_search_aside(missed_id: int, *, actor: Actor) -> MissedSearch:
    """No article is wanted for that search: it leaves the list of gaps."""
    require_publisher(actor)
    row = one_of(
        MissedSearch.objects.select_for_update().exclude(words="").filter(pk=missed_id), f"search {missed_id}"
    )
    if row.set_aside_at is not None:
        return row
    row.set_aside_at = clock.now()
    row.save(update_fields=["set_aside_at"])
    record(actor, "knowledge.search_set_aside", row.words, language=row.language)
    return row
