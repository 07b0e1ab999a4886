"""The language in which a text is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from .direction import strip_controls
from .languages import CODES

UNKNOWN, OTHER = "und", "other"

_NEIGHBOURS = ("ar", "de", "ru", "uk")
"""Languages that short texts in ours are mistaken for, and the other way round."""
_CANDIDATES = frozenset({*CODES, *_NEIGHBOURS})
_SCORES = 20
_FEWEST_LETTERS, _FEW_WORDS, _CLEARLY_FOREIGN_WORDS = 3, 2, 5
_LONGEST = 4000
"""Characters looked at; more do not change the answer."""

_SCRIPTS = {"en": "LATIN", "tr": "LATIN", "pl": "LATIN", "he": "HEBREW", "fa": "ARABIC"}
_ADDRESSES = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,255}")


def language_of(text: str, prefer: Sequence[str] = ()) -> str:
    """One of our five codes, "other" for any other language, "und" when there is too little to tell.

    `text` is best the newest message without quotation and signature. One or two words belong to the
    first language of `prefer` (the person's, then the mailbox's) that uses their script.
    """
    words = _ADDRESSES.sub(" ", strip_controls(text[:_LONGEST])).strip()
    letters = [character for character in words if character.isalpha()]
    count = len(words.split())
    if len(letters) < _FEWEST_LETTERS:
        return UNKNOWN
    if count <= _FEW_WORDS:
        script = unicodedata.name(letters[0], "").split(" ", 1)[0]
        for language in prefer:
            if _SCRIPTS.get(language) == script:
                return language
    return _detected(words, count)


def _detected(text: str, words: int) -> str:
    detector = _detector()
    if detector is None:
        return UNKNOWN
    found = detector.detect_details(text)
    top = found.language
    if top in CODES:
        return str(top)
    if top not in _CANDIDATES and words >= _CLEARLY_FOREIGN_WORDS:
        return OTHER
    scores = {language: score for language, score in found.scores.items() if language in _CANDIDATES}
    if not scores:
        return OTHER if found.scores else UNKNOWN
    best = max(scores, key=lambda language: scores[language])
    return best if best in CODES else OTHER


@lru_cache(maxsize=1)
def _detector() -> Any:
    """The loaded detector, or None on a platform for which the library has no build."""
    try:
        library = import_module("eldc")
    except ImportError:
        return None
    library.init()
    detector = library.instance()
    detector.set_scores(_SCORES)
    return detector
