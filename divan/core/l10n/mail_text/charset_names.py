"""Names of character sets as mail programs write them, and the codecs of Python that read what they mean."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Names that Python does not know or takes for a poorer set than senders mean.
_ALIASES = {
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "logical": "iso8859_8",
    "visual": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "asmo-708": "iso8859_6",
    "dos-862": "cp862",
    "dos-720": "cp720",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-hebrew": "cp1255",
    "x-mac-arabic": "mac_arabic",
    "x-mac-farsi": "mac_farsi",
    "x-mac-turkish": "mac_turkish",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-mac-greek": "mac_greek",
    "x-mac-croatian": "mac_croatian",
    "x-mac-romanian": "mac_romanian",
    "x-mac-icelandic": "mac_iceland",
    "x-mac-japanese": "cp932",
    "x-mac-chinesesimp": "gb18030",
    "x-mac-chinesetrad": "big5hkscs",
    "x-mac-korean": "cp949",
    "macintosh": "mac_roman",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "tis-620": "cp874",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "s-jis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "x-euc-jp": "euc_jis_2004",
    "euc-jp": "euc_jis_2004",
    "x-euc": "euc_jis_2004",
    "ks_c_5601": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "euc-kr": "cp949",
    "euckr": "cp949",
    "x-windows-949": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "csgb2312": "gb18030",
    "euc-cn": "gb18030",
    "x-euc-cn": "gb18030",
    "chinese": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "hz-gb-2312": "hz",
    "iso-2022-cn": "gb18030",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode-2-0-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16-be",
    "koi8": "koi8_r",
    "koi": "koi8_r",
    "koi8-ru": "koi8_u",
}
_JAPANESE = re.compile(r"_?(?:cs)?(?:x-)?(?:iso-?2022-?jp.*|jis|cp5022[012]|iso-2022-jp-ms)")
# A number that tells the set, whatever stands around it: "x-cp1250", "Windows1254", "iso8859_9", "utf8return".
_INSIDE_NAME = (
    (re.compile(r"(?:windows|cp|win|ansi|ms)[-_ ]?(125[0-8]|874|932|949|950)"), "cp{}"),
    (re.compile(r"(?:ibm|dos|oem|cp)[-_ ]?(437|85[0258]|86[0-9]|737|775)"), "cp{}"),
    (re.compile(r"(?:iso|8859|latin)[-_ ]?8859[-_ ]?(1[0-6]|[1-9])"), "iso8859_{}"),
    (re.compile(r"(?<!\d)8859[-_ ]?(1[0-6]|[1-9])"), "iso8859_{}"),
    (re.compile(r"latin[-_ ]?([1-9])(?!\d)"), "latin{}"),
    (re.compile(r"u[tf]{2}[-_ =]?(7|8|16)(?!\d)"), "utf-{}"),
)
# Codecs of Python that are no character sets, and some that take quadratic time.
_NO_CHARSETS = frozenset(
    {"charmap", "idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
JAPANESE = "iso2022-jp"


@lru_cache(maxsize=512)
def codec_of(declared: str) -> str | None:
    """Python's name of the declared set; None for one that nothing here can read. See `decode_body` for use."""
    name = declared[:80].partition("(")[0].strip(" \t\"'<>;,.=").lower()
    if _JAPANESE.fullmatch(name):
        return JAPANESE
    candidates = [_ALIASES.get(name, name), _ALIASES.get(name.replace("_", "-"), "")]
    candidates += [form.format(found[1]) for pattern, form in _INSIDE_NAME if (found := pattern.search(name))]
    return next((known for candidate in candidates if (known := _known(candidate))), None)


def _known(candidate: str) -> str | None:
    try:
        found = codecs.lookup(candidate)
    except (LookupError, ValueError):
        return None
    # Codecs from bytes to bytes, as "base64", say so in an attribute that is not part of the typed interface.
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("_", "-") not in _NO_CHARSETS else None
