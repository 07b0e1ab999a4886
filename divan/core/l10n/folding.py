"""One search key for every language.

Two texts that a reader takes for the same word have the same `fold`: without marks, case, kinds of
quote and of digit, and with one letter for each of the letters that keyboards mix up.
"""

from __future__ import annotations

import re
import unicodedata

_ACUTE = str.maketrans("´", "'")  # compatibility forms would make a blank of it

_DELETED = [0x00AD, 0x061C, 0x0640, 0x200B, *range(0x200D, 0x2010), *range(0x202A, 0x202F), 0x2060]
_DELETED += [*range(0x2066, 0x206A), 0xFEFF]
_SIGNS = (
    dict.fromkeys(map(chr, _DELETED), "")
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True))
    | dict.fromkeys("׳’‘´ʼ`", "'")
    | dict.fromkeys("״“”„«»", '"')
)
_LETTERS = (
    dict.fromkeys("İIı", "i")
    | dict.fromkeys("يىېے", "ی")
    | dict.fromkeys("ةۀەہھ", "ه")
    | dict(zip("ךםןףץ", "כמנפצ", strict=True))
    | {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ك": "ک", "ٱ": "ا"}
    | {"־": " ", "٫": ".", "،": ",", "؛": ";", "؟": "?", "٪": "%", "٬": ""}
)
_SIGN_TABLE = str.maketrans(_SIGNS)
_LETTER_TABLE = str.maketrans(_LETTERS)

_HEBREW = "\u05d0-\u05ea"
_HEBREW_MARKS = re.compile(f"(?<=[{_HEBREW}])(?:['\"]+(?=[{_HEBREW}])|'+)")
_SPACES = re.compile(r"\s+")


class _WithoutMarks(dict[int, int | None]):
    """A translation table that drops combining marks and learns each character when it meets it."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) == "Mn" else code
        return self[code]


_MARKS = _WithoutMarks()


def fold(text: str) -> str:
    """The search key of `text`. Never for passwords, tokens or addresses."""
    key = _signs(text).translate(_LETTER_TABLE).casefold()
    key = unicodedata.normalize("NFC", unicodedata.normalize("NFD", key).translate(_MARKS))
    key = key.translate(_LETTER_TABLE).replace("''", '"')
    return _SPACES.sub(" ", _HEBREW_MARKS.sub("", key)).strip()


def plain(text: str) -> str:
    """`text` ready to be cut into words: one kind of digit and quote, no marks, letters as written."""
    prepared = unicodedata.normalize("NFC", _signs(text)).translate(_MARKS).replace("''", '"')
    return _HEBREW_MARKS.sub("", prepared)


def _signs(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_ACUTE)).translate(_SIGN_TABLE)
