"""Rich text as Outlook sends it: unpacked (MS-OXRTFCP), and read as text or as the HTML it was made of (MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

LARGEST = 1_000_000
_COMPRESSED, _UNCOMPRESSED = b"LZFu", b"MELA"
_WINDOW = 4096
# MS-OXRTFCP section 2.1.3.1.2: what the window holds at first
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Groups that hold no text of the body.
_SILENT = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "header",
        "footer",
        "footnote",
        "themedata",
        "listtable",
        "listoverridetable",
        "generator",
        "fldinst",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "pntext",
    ]
)
_SPOKEN = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "row": "\n",
    "cell": "\t",
    "sect": "\n",
    "page": "\n",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
    "emspace": " ",
    "enspace": " ",
}
_FONT_CHARSETS = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_DEEPEST = 1_000


def decompress(data: bytes) -> str:
    """The rich text as ASCII with escapes; what is damaged ends it."""
    if len(data) < 16:
        return ""
    _size, length, kind = struct.unpack_from("<II4s", data)
    if kind == _UNCOMPRESSED:
        return data[16 : 16 + min(length, LARGEST)].decode("latin-1")
    if kind != _COMPRESSED:
        return ""
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    position, at, out = len(_DICTIONARY), 16, bytearray()
    while at < len(data) and len(out) < min(length, LARGEST):
        control = data[at]
        at += 1
        for bit in range(8):
            if at + (control >> bit & 1) >= len(data):
                return out.decode("latin-1")
            if not control >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                reference, at = data[at] << 8 | data[at + 1], at + 2
                if reference >> 4 == position:
                    return out.decode("latin-1")
                piece = _copied(window, reference >> 4, (reference & 15) + 2, position)
            for value in piece:
                window[position] = value
                position = (position + 1) % _WINDOW
            out += piece
    return out.decode("latin-1")


def _copied(window: bytearray, start: int, length: int, position: int) -> bytes:
    """Bytes of the window; those that the copy itself writes are read again."""
    piece = bytearray()
    for number in range(length):
        at = (start + number) % _WINDOW
        written = (at - position) % _WINDOW
        piece.append(piece[written] if written < len(piece) else window[at])
    return bytes(piece)


@dataclass
class _Group:
    """The state inside a pair of braces."""

    silent: bool = False
    is_tag: bool = False
    is_hidden: bool = False
    unicode_skip: int = 1
    codec: str = "cp1252"
    starred: bool = False


@dataclass
class _Reading:
    """The state of the whole reading."""

    out: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    default: str = "cp1252"
    skip: int = 0
    is_markup: bool = False


def read(rich: str) -> tuple[str, bool]:
    """The text, or the HTML that the rich text was made of, and which of the two it is. Never fails."""
    reading, stack = _Reading(is_markup="\\fromhtml1" in rich[:1_000]), [_Group()]
    for token in _TOKEN.finditer(rich[:LARGEST]):
        word, number, byte, sign, brace, text = token.groups()
        group = stack[-1]
        if brace == "{" and len(stack) < _DEEPEST:
            stack.append(_Group(group.silent, group.is_tag, group.is_hidden, group.unicode_skip, group.codec))
        elif brace == "}" and len(stack) > 1:
            _flush(reading, stack.pop())
        elif word:
            _word(word, int(number) if number else None, group, reading)
        elif byte:
            _byte(int(byte, 16), group, reading)
        elif sign:
            _sign(sign, group, reading)
        elif text:
            _say(text, group, reading)
    _flush(reading, stack[-1])
    return "".join(reading.out).replace("\x00", ""), reading.is_markup


def _word(word: str, number: int | None, group: _Group, reading: _Reading) -> None:
    _flush(reading, group)
    if word in _SILENT or (group.starred and word not in ("htmltag", "mhtmltag")):
        group.silent, group.is_tag = True, False
    if word == "htmltag" and group.starred:
        group.silent, group.is_tag = False, True
    elif word == "mhtmltag":
        group.silent = True
    elif word == "htmlrtf":
        group.is_hidden = number != 0
    elif word == "ansicpg" and number:
        reading.default = group.codec = f"cp{number}" if number != 65001 else "utf-8"
    elif word == "f" and number is not None:
        reading.font, group.codec = number, reading.fonts.get(number, reading.default)
    elif word == "fcharset" and number in _FONT_CHARSETS:
        reading.fonts[reading.font] = _FONT_CHARSETS[number]
    elif word == "uc" and number is not None:
        group.unicode_skip = min(max(number, 0), 10)
    elif word == "u" and number is not None:
        _say(chr(number % 65_536), group, reading)
        reading.skip = group.unicode_skip
    elif word in _SPOKEN:
        _say(_SPOKEN[word] if not (reading.is_markup and word == "par") else "\n", group, reading)
    group.starred = False


def _sign(sign: str, group: _Group, reading: _Reading) -> None:
    if sign == "*":
        group.starred = True
    else:
        _say({"~": "\u00a0", "_": "\u2011", "-": "", "\n": "\n", "\r": "\n"}.get(sign, sign), group, reading)


def _byte(value: int, group: _Group, reading: _Reading) -> None:
    if reading.skip:
        reading.skip -= 1
    elif not group.silent and not group.is_hidden:
        reading.waiting.append(value)


def _say(text: str, group: _Group, reading: _Reading) -> None:
    _flush(reading, group)
    if reading.skip:
        skipped = min(reading.skip, len(text))
        reading.skip, text = reading.skip - skipped, text[skipped:]
    if not group.silent and not group.is_hidden:
        reading.out.append(text)


def _flush(reading: _Reading, group: _Group) -> None:
    """Bytes are decoded together: in some sets two of them make a character."""
    if reading.waiting:
        try:
            reading.out.append(reading.waiting.decode(group.codec, "replace"))
        except LookupError:
            reading.out.append(reading.waiting.decode("cp1252", "replace"))
        reading.waiting.clear()
