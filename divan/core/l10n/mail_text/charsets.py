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

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names that Python does not know or takes for a poorer set than senders mean.
_ALIASES = {
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "logical": "iso8859_8",
    "visual": "iso8859_8",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-hebrew": "cp1255",
    "x-mac-turkish": "mac_turkish",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "cp-850": "cp850",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
}
# Windows supersets with smart quotes: used when the bytes hold what the ISO set leaves undefined.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "iso8859-2": "cp1250",
    "iso8859-6": "cp1256",
    "iso8859-8": "cp1255",
    "iso8859-9": "cp1254",
}
_HIDDEN_IN_ASCII = re.compile(r"utf-?(?:7|16|32)|iso2022|hz")
_INSIDE_NAME = (re.compile(r"(?:windows|cp|win)[-_]?(12\d\d|874)"), re.compile(r"iso[-_]?8859[-_]?(\d{1,2})"))
_CODE_PAGES = {"tr": "cp1254", "he": "cp1255", "fa": "cp1256", "pl": "cp1250"}
_FAMILIES = {
    "tr": {"cp1254", "iso8859-9", "iso8859-3"},
    "he": {"cp1255", "iso8859-8"},
    "fa": {"cp1256", "iso8859-6"},
    "pl": {"cp1250", "iso8859-2"},
}
_WESTERN = frozenset({"iso8859-1", "cp1252", "iso8859-15"})
_HARDLY_EVER_MAILED = re.compile(r"mac|cp4|cp8|iso8859-3$|iso8859-1[0346]$")
_C1 = re.compile(rb"[\x80-\x9f]")
_FINAL_FIRST = re.compile("(?<![א-ת])[ךםןףץ](?=[א-ת])")
_FINAL_LAST = re.compile("(?<=[א-ת])[ךםןףץ](?![א-ת])")
_GUESSED_FROM = 65536


def decode_body(data: bytes, declared: str | None = None, language: str | None = None) -> str:
    """The text of a body. `declared` is the charset of its header, `language` that of the mailbox.

    Never fails: what nothing can read is replaced by U+FFFD.
    """
    codec = _codec(declared)
    return (
        _by_mark(data)
        or _strictly(data, codec if codec and _HIDDEN_IN_ASCII.match(codec) else None)
        or _strictly(data, "utf-8")
        or _as_declared(data, codec, declared, language)
        or _guessed(data, language)
        or data.decode(_CODE_PAGES.get(language or "", "cp1252"), "replace")
    )


def _by_mark(data: bytes) -> str | None:
    codec = next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    return _strictly(data, codec)


def _as_declared(data: bytes, codec: str | None, declared: str | None, language: str | None) -> str | None:
    if codec in (None, "ascii", "utf-8"):
        return None
    if codec in _WESTERN and language in _FAMILIES:
        guess = _guess(data)  # the set that misconfigured senders put on everything
        if guess in _FAMILIES[language]:
            return _strictly(data, guess)
    text = _strictly(data, codec)
    if text is not None and codec == "iso8859-8" and (declared or "").strip().lower().endswith("8"):
        return _logical_order(text)
    return text


def _strictly(data: bytes, codec: str | None) -> str | None:
    """`data` in `codec`, or in its Windows superset where it uses that; None when it is in neither."""
    if codec is None:
        return None
    superset = _SUPERSETS.get(codec)
    for candidate in (superset, codec) if superset and _C1.search(data) else (codec, superset):
        try:
            return data.decode(candidate) if candidate else None
        except (UnicodeError, LookupError):
            continue
    return None


def _codec(declared: str | None) -> str | None:
    """Python's name for a declared charset; None for a missing or unknown one."""
    name = (declared or "").strip(" \t\"'").lower()
    numbered = [found for pattern in _INSIDE_NAME if (found := pattern.search(name))]
    candidates = [_ALIASES.get(name, name)]
    candidates += [f"cp{found[1]}" if "8859" not in found[0] else f"iso8859_{found[1]}" for found in numbered]
    for candidate in candidates:
        try:
            return codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
    return None


def _guessed(data: bytes, language: str | None) -> str | None:
    guess = _guess(data)
    if guess and language in _CODE_PAGES and _HARDLY_EVER_MAILED.match(guess):
        return None  # a short text: the mailbox knows better
    return _strictly(data, guess)


def _guess(data: bytes) -> str | None:
    found = _guesser().detect(data[:_GUESSED_FROM])["encoding"]
    return _codec(found)


def _logical_order(text: str) -> str:
    """Old Hebrew mail is stored as seen: then final letters begin words, and lines run backwards."""
    if len(_FINAL_FIRST.findall(text)) <= len(_FINAL_LAST.findall(text)):
        return text
    return "\n".join(line[::-1] for line in text.split("\n"))


@lru_cache(maxsize=1)
def _guesser() -> Any:
    return import_module("chardet")
