"""Dictionary order: sort keys over the alphabets, for lists that are sorted in Python.

The order follows the CLDR collations: blanks, then signs, digits, the language's own letters, all
others. Letters from elsewhere stand with their base letter; accents and case decide only ties.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from .casing import lower
from .languages import known
from .numbers import ascii_digits

_ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "he": "אבגדהוזחטיכלמנסעפצקרשת",
    "fa": "آاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
}
_VARIANTS = str.maketrans(
    dict(zip("ךםןףץ", "כמנפצ", strict=True))
    | dict.fromkeys("يىې", "ی")
    | dict.fromkeys("أإؤئ", "ء")
    | dict.fromkeys("ةۀەہھ", "ه")
    | {"ك": "ک", "ٱ": "ا", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)
_IGNORED = dict.fromkeys([0x200C, 0x200D, 0x0640, 0x00AD])
_BLANK, _SIGN, _DIGIT, _OWN_LETTER, _OTHER_LETTER = range(5)

SortKey = tuple[tuple[tuple[int, int], ...], str, str]


def sort_key(text: str, language: str) -> SortKey:
    """A key for `sorted` that puts names and titles into the dictionary order of `language`."""
    language = known(language)
    plain = ascii_digits(unicodedata.normalize("NFKC", text)).translate(_IGNORED)
    lowered = lower(plain, language)
    weights = tuple(weight for letter in lowered for weight in _weights(letter, language))
    return weights, lowered, plain.swapcase()


@lru_cache(maxsize=4096)
def _weights(letter: str, language: str) -> tuple[tuple[int, int], ...]:
    """Primary weights of one character: none for marks, two for letters such as ß."""
    own = _ALPHABETS[language]
    if letter not in own:
        letter = letter.translate(_VARIANTS)
    if letter not in own and not letter.isdigit():
        bare = (part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        letter = "".join(bare).translate(_VARIANTS)
    return tuple(_weight(part, own) for part in letter)


def _weight(letter: str, own: str) -> tuple[int, int]:
    if letter in own:
        return _OWN_LETTER, own.index(letter)
    if letter.isalpha():
        return _OTHER_LETTER, ord(letter)
    if letter.isdigit():
        return _DIGIT, unicodedata.digit(letter)
    return (_BLANK, 0) if letter.isspace() else (_SIGN, ord(letter))
