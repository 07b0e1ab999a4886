"""Turkish: what is left of a word without the endings that it may have.

Works on search keys (no case, one i, no ğ, ş, ç, ö, ü), so that words typed on any keyboard give the same forms, and
vowel harmony has only two kinds of vowel: written `[ae]` and `[iu]` below. The endings are taken off in the order of
the language: number, possession, case, "-ki", copula; where one may be part of the word, both readings are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SHORTEST_REST = 3
_LONG_ENOUGH = 4
"""What "my" (-m) leaves, which many words end with, has at least so many letters: "durum" is not "stop"."""

_VOWELS = frozenset("aeiou")
_AFTER_CONSONANT, _AFTER_VOWEL = "(?<=[^aeiou])", "(?<=[aeiou])"
_D = "(?:(?<=[cfhkpst])t|(?<![cfhkpst])d)"
"""The d of an ending, which is t after a voiceless consonant."""


def _ending(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


_COPULA = _ending(rf"{_D}[iu]r(?:l[ae]r)?")
_THAT_IS_AT = _ending(r"(?<=[dt][ae])ki(?:l[ae]r)?(?:n?[iuae]|n[iu]n|nd[ae]n?)?")
_PLACES = (_ending(rf"{_D}[ae]n?"), _ending(rf"(?<=[iu])n{_D}[ae]n?"))
_CASES = (
    _ending(f"{_AFTER_CONSONANT}[iu]n"),
    _ending(f"{_AFTER_VOWEL}n[iu]n"),
    _ending(f"{_AFTER_CONSONANT}l[ae]|{_AFTER_VOWEL}yl[ae]"),
    _ending(f"(?<=[iu])n[iuae]|{_AFTER_VOWEL}y[iuae]"),
    _ending(f"{_AFTER_CONSONANT}[iuae]"),
)
_OUR_YOUR = _ending(f"(?:{_AFTER_CONSONANT}[iu]|{_AFTER_VOWEL})[mn][iu]z")
_HIS = (_ending(f"{_AFTER_VOWEL}s[iu]"), _ending(f"{_AFTER_CONSONANT}[iu]"))
_MY = _ending(f"{_AFTER_VOWEL}m|{_AFTER_CONSONANT}[iu]m")
_PLURAL = _ending("l[ae]r")

_NOW = r"[iu]yor(?:um|uz|sun(?:uz)?|l[ae]r|du\w*|sa\w*|mus\w*)?"
_TENSES = (
    rf"{_D}[iu](?:m|n|k|n[iu]z|l[ae]r)?"
    r"|m[iu]s(?:[iu][mz]|s[iu]n|l[ae]r|t[iu]r?)?"
    r"|y?[ae]c[ae][kg](?:[iu][mz]|s[iu]n(?:[iu]z)?|l[ae]r|t[iu]r?)?"
    r"|m[ae]k(?:t[ae](?:y[iu][mz]|d[iu]r|n)?)?"
    rf"|{_D}[iu][kg](?:[iu](?:m|n|[mn][iu]z|n[dt]?[iuae]n?)?|l[ae]r[iu]\w*|t[ae]n)?"
)
_IS_DOING = _ending(_NOW)
_DID = _ending(_TENSES)
_DOES_NOT = _ending(rf"[ae]?m(?:{_NOW}|[ae](?:{_TENSES}|z(?:l[ae]r|s[iu]n(?:[iu]z)?)?|y[ae]n(?:l[ae]r\w*)?))")

_HARD = {"b": "p", "d": "t", "g": "k"}
"""kitabı is of kitap, kaydı of kayıt, rengi of renk."""
_FLEETING = re.compile(r"([^aeiou]?[aeiou][^aeiou])[iu]([fhlmnprtz])")
"""Words whose second vowel may go: şehir and şehri, kayıt and kaydı, izin and izni."""


def forms(key: str) -> Iterator[str]:
    """What `key` may be a form of, the word itself left out; some come twice."""
    if verb := _cut(key, _DOES_NOT):
        yield _root(verb) + "m"  # "does not print" is another thing than "prints", in any tense
    elif verb := _cut(key, _IS_DOING):
        yield _root(verb)
    else:
        rests = list(_without_endings(key))
        yield from rests
        for rest in (key, *rests):
            if fleeting := _FLEETING.fullmatch(rest):
                yield _hard(fleeting[1] + fleeting[2])
        if key[-1:] in _HARD:
            yield _hard(key)


def _without_endings(key: str) -> Iterator[str]:
    word = key
    for ending in (_COPULA, _THAT_IS_AT):
        word = _cut(word, ending) or word
    for owned in list(_cuts(word, _PLACES)) or [word, *_cuts(word, _CASES)]:
        for rest in _without_owner(owned):
            if rest != key:
                yield _hard(rest)
    if verb := _cut(key, _DID):
        yield _root(verb)


def _without_owner(word: str) -> Iterator[str]:
    ours = _cut(word, _OUR_YOUR)
    mine = _cut(word, _MY, _LONG_ENOUGH)
    for rest in [ours] if ours else [word, *_cuts(word, _HIS), *([mine] if mine else [])]:
        yield _cut(rest, _PLURAL) or rest


def _root(verb: str) -> str:
    """The root in the one form that all endings leave: "istiyor" is of "iste"."""
    return _hard(verb[:-1] if verb[-1] in "aeiou" and len(verb) > SHORTEST_REST else verb)


def _hard(rest: str) -> str:
    return rest[:-1] + _HARD.get(rest[-1], rest[-1])


def _cuts(word: str, endings: Iterable[re.Pattern[str]]) -> Iterator[str]:
    return (rest for ending in endings if (rest := _cut(word, ending)))


def _cut(word: str, ending: re.Pattern[str], shortest: int = SHORTEST_REST) -> str:
    """`word` without the ending; nothing if it has none or too little is left."""
    found = ending.search(word, shortest)
    rest = word[: found.start()] if found else ""
    return "" if _VOWELS.isdisjoint(rest) else rest
