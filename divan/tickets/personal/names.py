"""Whether a word is somebody's name, also with the endings and prefixes that languages put on names.

Endings are those of folded words. Too much is recognised rather than too little: a word that was taken for a
name stands as a mark before the author's eyes, a name that was missed may be published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from divan.core.l10n.folding import fold

# Letters with what may stand on or in them: points, vowel signs, the stretched Arabic line.
_IN_WORDS = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b\u200d"
_PART = rf"[^\W\d_](?:[^\W\d_]|[{_IN_WORDS}])*"
WORD = re.compile(rf"{_PART}(?:['’ʼ׳`´]{_PART})*")

# What stands before names, and small words within them, are everyday words too and say nothing alone. At the
# beginning of a name a small word is the name itself: Ben Smith, but Tamar ben Ami.
_TITLES = frozenset(
    fold(word)
    for word in (
        *("mr", "mrs", "ms", "dr", "pan", "pani", "bey", "hanım", "sayın"),
        *("מר", "גברת", "سید", "خانم", "آقا", "آقای", "دکتر"),
    )
)
_WITHIN = frozenset(
    fold(word)
    for word in (
        *("de", "da", "di", "del", "der", "van", "von", "ten", "la", "le", "el", "al", "bin", "ibn", "ben"),
        *("בן", "בת", "בר", "אל"),
    )
)

# Turkish: dear, plural, possession, case, "the one at". Vowels and hard consonants follow the name.
_TURKISH = re.compile(
    r"(?:c[iu]g?[iu]m)?(?:l[ae]r)?(?:[iu]m[iu]z|[iu]n[iu]z|[iu]m|[iu]n|s?[iu])?"
    r"(?:n?[iu]n|n?[dt][ae]n?|y?l[ae]|[yn]?[iuae]|c[ae])?(?:ki(?:l[ae]r)?)?"
)
# Polish: the cases of nouns and of surnames like adjectives, women's and families' forms.
_POLISH = re.compile(
    r"i?(?:a|e|y|u|o|em|ego|emu|ej|m|ch|mi|om|ow|ami|ach)?|i?owi(?:e|a)?|i?ow(?:a|ej|e|ie|ny)?|ych|ym|ymi|in[ay]?"
)
_POLISH_CHANGES = {"k": ("c", "cz"), "g": ("dz", "z"), "r": ("rz",), "t": ("c",), "d": ("dz",), "h": ("sz",)}
_TURKISH_CHANGES = {"k": "g", "t": "d", "p": "b"}
_FLEETING = re.compile(r"(.*[^aeiouy])(?:ie|e|o)([^aeiouy])")
_HEBREW = re.compile("[א-ת]")
_HEBREW_PREFIX = re.compile("[ובכלמשה]{1,3}")
_ARABIC = re.compile("[\u0600-\u06ff]")
_PERSIAN = re.compile(
    "ی|یی|یم|م|ت|ش|ام|ات|اش|مان|تان|شان|مون|تون|شون|رو|را|و|ه|ا|ای|جان|جون|خان|خانم|ها|های|هایی|ست|است|یم|ید|ند"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A part of a name, folded, and what it may begin with when endings change it."""

    part: str

    def is_in(self, key: str, *, is_capital: bool) -> bool:
        """Whether the folded word is this name in some form."""
        part = self.part
        if key == part:
            return is_capital or len(part) > 3 or not part.isascii()
        if _HEBREW.match(part):
            return len(part) > 2 and key.endswith(part) and bool(_HEBREW_PREFIX.fullmatch(key[: -len(part)]))
        if _ARABIC.match(part):
            return len(part) > 2 and key.startswith(part) and bool(_PERSIAN.fullmatch(key[len(part) :]))
        shortest = 3 if is_capital else 4
        turkish = (stem for stem in self._turkish() if len(stem) >= shortest and key.startswith(stem))
        if any(_TURKISH.fullmatch(key[len(stem) :]) for stem in turkish):
            return True
        polish = (stem for stem in self._polish() if len(stem) >= shortest and key.startswith(stem))
        return any(_POLISH.fullmatch(key[len(stem) :]) for stem in polish)

    def _turkish(self) -> set[str]:
        part = self.part
        return {part, part[:-1] + _TURKISH_CHANGES.get(part[-1], part[-1])}

    def _polish(self) -> set[str]:
        part = self.part
        stem = part[:-1] if part[-1] in "aeiouy" else part
        stems = {part, stem}
        if fleeting := _FLEETING.fullmatch(part):
            stems.add(fleeting[1] + fleeting[2])
        for one in tuple(stems):
            stems.update(one[:-1] + soft for soft in _POLISH_CHANGES.get(one[-1:], ()))
        return stems


@dataclass(frozen=True)
class Names:
    """The names that are to be recognised: of people, in any order of their parts, and of organisations as a whole."""

    people: frozenset[str]
    organizations: frozenset[str] = frozenset()

    @cached_property
    def _parts(self) -> tuple[_Name, ...]:
        parts: set[str] = set()
        for name in self.people:
            said = [part for part in keys(name) if part not in _TITLES]
            parts.update(part for place, part in enumerate(said) if place == 0 or part not in _WITHIN)
        return tuple(_Name(part) for part in sorted(parts) if len(part) > 1)

    @cached_property
    def _companies(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(keys(name)) for name in self.organizations if keys(name)}, key=len)[::-1])

    def is_person(self, word: str) -> bool:
        """Whether the word is part of somebody's name, in any of its forms."""
        key, is_capital = fold(word), word[:1].isupper()
        heads = {key, key.split("'")[0]}
        return any(name.is_in(head, is_capital=is_capital) for name in self._parts for head in heads if head)

    def company_at(self, words: list[str], place: int) -> int:
        """How many of the words from `place` on are the name of an organisation; 0 when it is none."""
        for company in self._companies:
            said = [fold(word).split("'")[0] for word in words[place : place + len(company)]]
            last = _Name(company[-1])
            if (
                said[:-1] == list(company[:-1])
                and len(said) == len(company)
                and last.is_in(said[-1], is_capital=True)
            ):
                return len(company)
        return 0


def keys(name: str) -> list[str]:
    """The folded words of a name."""
    return [fold(part) for part in re.split(r"['’`´]", " ".join(WORD.findall(name))) for part in part.split()]


def local_names(addresses: Iterable[str]) -> set[str]:
    """What people call themselves in their addresses, but for words that offices use."""
    said = {part for address in addresses for part in WORD.findall(address.split("@")[0]) if len(part) > 3}
    return {part for part in said if fold(part) not in _OFFICES}


_OFFICES = frozenset(
    (
        *("info", "support", "office", "mail", "email", "contact", "admin", "sales", "help", "helpdesk"),
        *("service", "hello", "team", "billing", "orders", "noreply", "postmaster", "webmaster"),
        *("biuro", "destek", "iletisim"),
    )
)
