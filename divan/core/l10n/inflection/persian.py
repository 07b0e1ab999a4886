"""Persian: what is left of a word without the endings that it may have, and the lemma where a table knows it.

Works on search keys, where what a ZWNJ tied to a word stands joined to it. One ending of possession or ezafe is taken
off, then one of number or degree; where an ending may be part of the word, both readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .persian_words import PLURALS, VERBS


def _ending(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


_AFTER_VOWEL = "(?:(?<=[او])ی)?"
_HA = _ending("ها(?:یی|ی?(?:م|ت|ش|مان|تان|شان)|ی|ست|یند|ند)?")
_OWNERS = (
    (_ending(f"{_AFTER_VOWEL}(?:مان|تان)"), 4),
    (_ending(f"{_AFTER_VOWEL}شان"), 3),
    (_ending(f"{_AFTER_VOWEL}[مش]"), 3),
    (_ending(f"{_AFTER_VOWEL}ت"), 5),
    (_ending("ی?ی"), 3),
)
"""Endings and how many letters they leave at least: many words end with ت or مان themselves."""
_LAST_OF_OWNERS = frozenset("نمشتی")
_PLURALS = (
    ("گان", 3, "ه"),
    ("یان", 3, ""),
    ("ان", 3, ""),
    ("ات", 3, ""),
    ("ات", 3, "ه"),
    ("ین", 4, ""),
    ("تر", 3, ""),
    ("ترین", 3, ""),
)
"""Endings of number and degree, and what the word ends with instead: مسابقات is of مسابقه."""


def forms(key: str) -> Iterator[str]:
    """What `key` may be a form of, the word itself left out; some come twice."""
    if verb := VERBS.get(key):
        yield verb
        return
    several = _cut(key, _HA, 3)
    owned = [several] if several else _owned(key)
    yield from owned
    for word in (key, *owned):
        if one := PLURALS.get(word):
            yield one
        for ending, shortest, instead in () if several else _PLURALS:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                yield word.removesuffix(ending) + instead


def _owned(key: str) -> list[str]:
    if key[-1:] not in _LAST_OF_OWNERS:
        return []
    return [rest for ending in _OWNERS if (rest := _cut(key, *ending))]


def is_plural_ending(key: str) -> bool:
    """Whether the key is what says "several" and perhaps whose, as it stands behind a ZWNJ."""
    return _HA.fullmatch(key) is not None


def _cut(word: str, ending: re.Pattern[str], shortest: int) -> str:
    """`word` without the ending; nothing if it has none or fewer than `shortest` letters are left."""
    found = ending.search(word)
    return word[: found.start()] if found and found.start() >= shortest else ""
