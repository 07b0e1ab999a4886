"""The words of the index: for words that are still being typed, and for words that are nearly right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Count

from divan.search.engines import engine
from divan.search.engines.asking import Asked
from divan.search.engines.documents import newest_document
from divan.search.expressions import any_of
from divan.search.identifiers import LAST
from divan.search.models import KnownWord, Trigram
from divan.search.normaliser import FACET, INTERNAL, SUBJECT

SHORTEST, LONGEST = 3, 32
SHORTEST_NEAR, LONGEST_NEAR = 4, 24
MOST_COMPLETIONS = 12
"""Words that a beginning stands for. The commonest are taken; whoever types on gets to the rare ones."""

_LAST = "\U0010ffff"
_CANDIDATES = 60
_CHUNK = 400


def add(words: Counter[str]) -> None:
    """Count `words` (word: documents that hold it and have not been counted yet)."""
    rows = sorted((word, count) for word, count in words.items() if _is_kept(word))
    for start in range(0, len(rows), _CHUNK):
        _add(dict(rows[start : start + _CHUNK]))


def forget(forms: Iterable[str]) -> None:
    """Forget those of the words that no document holds any more: what is erased leaves no word behind."""
    words = sorted({form.lstrip(SUBJECT + INTERNAL) for form in forms if not form.startswith(FACET)})
    for start in range(0, len(words), _CHUNK):
        _forget(words[start : start + _CHUNK])


def completions(beginning: str) -> list[str]:
    """The commonest known words that begin so, without the beginning itself."""
    if connection.vendor == "sqlite":  # LIKE cannot use an index there
        rows = KnownWord.objects.filter(word__gt=beginning, word__lt=beginning + _LAST)
    else:  # comparing goes by the database's collation there
        rows = KnownWord.objects.filter(word__startswith=beginning).exclude(word=beginning)
    return list(rows.order_by("-documents").values_list("word", flat=True)[:MOST_COMPLETIONS])


def frequencies(words: list[str]) -> dict[str, int]:
    """About how many documents hold each of the words that are known."""
    return dict(KnownWord.objects.filter(word__in=words).values_list("word", "documents"))


def near(word: str) -> list[tuple[str, float]]:
    """Known words that share most of their trigrams with `word`, likeness 0 to 1, the likeliest first."""
    if not _has_trigrams(word):
        return []
    wanted = set(trigrams(word))
    shared = (
        Trigram.objects.filter(gram__in=wanted)
        .values("word_id")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=max(1, len(wanted) // 3))
        .order_by("-shared", "word_id")
    )
    found = dict(shared.values_list("word_id", "shared")[:_CANDIDATES])
    rows = KnownWord.objects.filter(pk__in=found).exclude(word=word).values_list("pk", "word", "documents")
    liked = []
    for pk, candidate, documents in rows:
        likeness = found[pk] / (len(wanted) + len(set(trigrams(candidate))) - found[pk])
        liked.append((likeness, documents, candidate))
    return [(candidate, likeness) for likeness, _documents, candidate in sorted(liked, reverse=True)]


def trigrams(word: str) -> Iterator[str]:
    """Three letters in a row, with a blank before and behind the word."""
    padded = f" {word} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal()


def _has_trigrams(word: str) -> bool:
    return SHORTEST_NEAR <= len(word) <= LONGEST_NEAR and word.isalpha()


def _add(counts: dict[str, int]) -> None:
    """Both databases know this way of adding to a row that may be there."""
    known = dict(KnownWord.objects.filter(word__in=counts).values_list("word", "pk"))
    marks = ", ".join(["(%s, %s)"] * len(counts))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_knownword (word, documents) VALUES {marks} "  # noqa: S608 - marks only
            "ON CONFLICT (word) DO UPDATE SET documents = search_knownword.documents + excluded.documents",
            [value for row in counts.items() for value in row],
        )
    new = [word for word in counts if word not in known and _has_trigrams(word)]
    ids = KnownWord.objects.filter(word__in=new).values_list("pk", "word")
    grams = [Trigram(gram=gram, word_id=pk) for pk, word in ids for gram in set(trigrams(word))]
    Trigram.objects.bulk_create(grams, ignore_conflicts=True, batch_size=_CHUNK)


def _forget(words: list[str]) -> None:
    known = list(KnownWord.objects.filter(word__in=words).values_list("word", flat=True))
    newest = newest_document(0, LAST)
    asked = [Asked((any_of((word, INTERNAL + word)),), newest) for word in known]
    found = engine().ranked(asked, 0, 1)
    gone = [word for word, (documents,) in zip(known, found, strict=True) if not documents]
    KnownWord.objects.filter(word__in=gone).delete()
