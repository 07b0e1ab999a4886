"""Bytes of a mail body into text, whatever character set it claims.

The order: a byte order mark, the sets that hide in ASCII when they are declared, strict UTF-8, what
was declared, a guess from the bytes, and at last the Windows code page of the mailbox's language.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from . import iso2022
from .charset_names import JAPANESE, codec_of

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows supersets with smart quotes: used when the bytes hold what the ISO set leaves undefined.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "iso8859-2": "cp1250",
    "iso8859-6": "cp1256",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
}
_HIDDEN_IN_ASCII = re.compile(r"utf-?(?:7|16|32)|iso2022|hz")
_CODE_PAGES = {"tr": "cp1254", "he": "cp1255", "fa": "cp1256", "pl": "cp1250"}
_FAMILIES = {
    "tr": {"cp1254", "iso8859-9", "iso8859-3"},
    "he": {"cp1255", "iso8859-8"},
    "fa": {"cp1256", "iso8859-6"},
    "pl": {"cp1250", "iso8859-2"},
}
_WESTERN = frozenset({"iso8859-1", "cp1252", "iso8859-15"})
# Sets in whose languages most letters are beyond ASCII.
_OTHER_ALPHABETS = frozenset(
    {
        "cp1251",
        "cp1253",
        "cp1255",
        "cp1256",
        "iso8859-5",
        "iso8859-6",
        "iso8859-7",
        "iso8859-8",
        "koi8-r",
        "koi8-u",
    }
)
# What mail is written in; the library knows a hundred others, and takes short texts for them.
_MAILED = (
    *(
        "utf-8",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
    ),
    *("windows-1256", "windows-1257", "windows-1258", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-6"),
    *(
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-9",
        "iso-8859-15",
        "koi8-r",
        "koi8-u",
        "tis-620",
        "cp874",
        "cp949",
    ),
    *("shift_jis", "cp932", "euc-jp", "gb18030", "gb2312", "big5", "euc-kr", "johab", "iso-2022-kr", "hz"),
)
_C1 = re.compile(rb"[\x80-\x9f]")
_HIGH = bytes(range(0x80, 0x100))
_UPPER_HALVES = re.compile(rb"[\x01-\x08\x0e-\x1a]")
# No language in ISO-8859-1 has many words like that.
_HIGH_WORD, _FEWEST_HIGH_WORDS = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xc0-\xff]{3,}"), 5
# The six places where ISO-8859-9 differs from ISO-8859-1, and the vowels that Icelandic, the one language that
# has those letters in ISO-8859-1, uses as often.
_TURKISH, _ICELANDIC = b"\xd0\xdd\xde\xf0\xfd\xfe", b"\xe1\xe6\xed\xf3\xfa\xc1\xcd\xd3\xda"
_FINAL_FIRST = re.compile("(?<![א-ת])[ךםןףץ](?=[א-ת])")
_FINAL_LAST = re.compile("(?<=[א-ת])[ךםןףץ](?![א-ת])")
_GUESSED_FROM = 16_384
_TOO_FEW = 3
_FAULTS_PER_LETTER = 10


def decode_body(data: bytes, declared: str | None = None, language: str | None = None) -> str:
    """The text of a body. `declared` is the charset of its header, `language` that of the mailbox.

    Never fails: what nothing can read is replaced by U+FFFD.
    """
    if data.isascii() and not declared and b"\x1b" not in data and b"\x00" not in data:
        return data.decode("ascii")
    codec = codec_of(declared) if declared else None
    return (
        _by_mark(data)
        or _hidden(data, codec)
        or _strictly(data, "utf-8")
        or _as_declared(data, codec, declared, language)
        or _mostly(data, codec)
        or _guessed(data, language)
        or data.decode(_CODE_PAGES.get(language or "", "cp1252"), "replace")
    )


def _by_mark(data: bytes) -> str | None:
    codec = next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    return _strictly(data, codec) or (data.decode(codec, "replace") if codec else None)


def _hidden(data: bytes, codec: str | None) -> str | None:
    """Sets whose bytes look like ASCII, or like UTF-8 with NUL."""
    if b"\x1b$" in data or (codec == JAPANESE and b"\x1b(" in data):
        korean = codec == "iso2022_kr" or data.startswith(b"\x1b$)C")
        return _strictly(data, "iso2022_kr") if korean else iso2022.decode(data)
    if b"\x00" in data[:_GUESSED_FROM] and (wide := _wide(data, codec)):
        return data.decode(wide, "replace")
    if codec is None or not _HIDDEN_IN_ASCII.match(codec) or codec == JAPANESE:
        return None
    if codec.startswith(("utf-16", "utf-32")):
        # Wide text has NUL at every line end; without any, somebody only claims it.
        return None if _strictly(data, "utf-8") else _strictly(data, codec)
    return _strictly(data, codec)


def _wide(data: bytes, codec: str | None) -> str | None:
    """Which UTF-16 the places of NUL speak for; UTF-32 only where it is declared."""
    head = data[:_GUESSED_FROM]
    if codec and codec.startswith("utf-32"):
        return codec
    if _is_damaged(head):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Blanks and line ends alone make more than this share, in every language.
    if (even + odd) * 25 < len(head):
        return None
    return "utf-16-be" if even > odd * 3 else "utf-16-le" if odd > even * 3 else None


def _is_damaged(head: bytes) -> bool:
    """Whether NUL stands here and there amid words of one byte a letter: wide letters would have more of them,
    or the control characters that are the upper halves of other alphabets."""
    if head.count(0) * 3 > len(head) or _UPPER_HALVES.search(head):
        return False
    try:
        codecs.utf_8_decode(head, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _as_declared(data: bytes, codec: str | None, declared: str | None, language: str | None) -> str | None:
    if codec in (None, "ascii", "utf-8"):
        return None
    if codec in _WESTERN and (other := _not_western(data, language)):
        return _strictly(data, other)
    text = _strictly(data, codec)
    if text is not None and codec == "iso8859-8" and (declared or "").strip().lower().endswith("8"):
        return _logical_order(text)
    return text


def _not_western(data: bytes, language: str | None) -> str | None:
    """The set that is meant where a misconfigured sender put a western one on it; None where it is right."""
    is_foreign = len(_HIGH_WORD.findall(data, 0, _GUESSED_FROM)) >= _FEWEST_HIGH_WORDS
    guess = _guess(data) if language in _FAMILIES or is_foreign else None
    if guess in _FAMILIES.get(language or "", ()) or (is_foreign and guess in _OTHER_ALPHABETS):
        return guess
    return "cp1254" if _turkish_letters(data) >= _TOO_FEW else None


def _turkish_letters(data: bytes) -> int:
    """How many bytes are Turkish letters, or none where they seem to be Icelandic ones."""
    turkish = len(data) - len(data.translate(None, _TURKISH))
    icelandic = len(data) - len(data.translate(None, _ICELANDIC))
    return turkish if turkish > icelandic else 0


def _mostly(data: bytes, codec: str | None) -> str | None:
    """Multi-byte text that was cut or damaged in a few places, in UTF-8 or what was declared."""
    for candidate in ("utf-8", codec):
        if candidate is None or candidate in _SUPERSETS:
            continue
        text = data.decode(candidate, "replace")
        faults = text.count("\ufffd")
        letters = len(text) - len(text.encode("ascii", "ignore")) - faults
        if letters >= faults * _FAULTS_PER_LETTER:
            return data.decode("utf-8", _FOREIGN) if candidate == "utf-8" else text
    return None


def _foreign(error: UnicodeError) -> tuple[str, int]:
    """Bytes of a Windows page amid UTF-8, as mailing lists append them; a cut last letter is U+FFFD."""
    if not isinstance(error, UnicodeDecodeError) or error.reason == "unexpected end of data":
        return "\ufffd", getattr(error, "end", 0)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_FOREIGN = "divan.foreign"
codecs.register_error(_FOREIGN, _foreign)


def _strictly(data: bytes, codec: str | None) -> str | None:
    """`data` in `codec`, or in its Windows superset where it uses that; None when it is in neither."""
    if codec is None:
        return None
    if codec == JAPANESE:
        return None if not data.isascii() else iso2022.decode(data)
    superset = _SUPERSETS.get(codec)
    for candidate in (superset, codec) if superset and _C1.search(data) else (codec, superset):
        try:
            return data.decode(candidate) if candidate else None
        except (UnicodeError, LookupError):
            continue
    return None


def _guessed(data: bytes, language: str | None) -> str | None:
    high = len(data) - len(data.translate(None, _HIGH))
    # A sign or a letter among ASCII: the mailbox knows better.
    guess = _guess(data) if high >= _TOO_FEW else None
    if (guess in _WESTERN or (guess is None and language is None)) and _turkish_letters(data):
        guess = "cp1254"
    text = _strictly(data, guess)
    if text is None and guess:
        return _mostly(data, guess)
    return text


def _guess(data: bytes) -> str | None:
    found = _guesser().detect(data[:_GUESSED_FROM], include_encodings=_MAILED)["encoding"]
    return codec_of(found) if found else None


def _logical_order(text: str) -> str:
    """Old Hebrew mail is stored as seen: then final letters begin words, and lines run backwards."""
    if len(_FINAL_FIRST.findall(text)) <= len(_FINAL_LAST.findall(text)):
        return text
    return "\n".join(line[::-1] for line in text.split("\n"))


@lru_cache(maxsize=1)
def _guesser() -> Any:
    return import_module("chardet")
