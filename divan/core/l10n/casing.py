"""Upper and lower case of text for display. Identifiers and addresses use ASCII rules, never these."""

from __future__ import annotations

import re
import unicodedata

_TR_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_TR_UPPER = str.maketrans({"ı": "I", "i": "İ"})
_FIRST_LETTER = re.compile(r"(?:(?<=[\s\-–—(/\"“„«])|^)\w")


def lower(text: str, language: str) -> str:
    """`text` in small letters; Turkish keeps ı and i apart."""
    composed = unicodedata.normalize("NFC", text)
    return (composed.translate(_TR_LOWER) if language == "tr" else composed).lower()


def upper(text: str, language: str) -> str:
    """`text` in capitals; Turkish i becomes İ."""
    composed = unicodedata.normalize("NFC", text)
    return (composed.translate(_TR_UPPER) if language == "tr" else composed).upper()


def title(text: str, language: str) -> str:
    """Every word with a capital first letter and small letters after it, also after an apostrophe."""
    return _FIRST_LETTER.sub(lambda first: upper(first[0], language), lower(text, language))
