"""winmail.dat: the frame in which Outlook packs a rich text mail with its files (TNEF, MS-OXTNEF and MS-OXCMSG).

Only what a reader wants is taken: text, markup and files. Every length is checked before it is used; the time
is linear in the size of the data.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing import rtf

SIGNATURE = 0x223E9F78
_MOST_ATTRIBUTES = 5_000
_MOST_PROPERTIES = 5_000
_MOST_FILES = 100
_DEEPEST = 5

# Attributes: MS-OXTNEF section 2.1.3.3
_MESSAGE_PROPERTIES, _CODE_PAGE = 0x9003, 0x9007
_NEW_FILE, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
# Properties: MS-OXPROPS
_BODY, _BODY_HTML, _RTF = 0x1000, 0x1013, 0x1009
_DATA, _NAME, _LONG_NAME, _MIME_TYPE, _CONTENT_ID, _SHOWN_NAME = (
    0x3701,
    0x3704,
    0x3707,
    0x370E,
    0x3712,
    0x3001,
)
_FIXED_SIZES = {
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x0A: 4,
    0x0B: 4,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
_STRING, _WIDE_STRING, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_IDENTIFIER_OF_OBJECT = 16


@dataclass
class PackedFile:
    """A file in the frame."""

    name: str = ""
    type: str = ""
    cid: str = ""
    data: bytes = b""


@dataclass
class Unpacked:
    """What the frame holds; text and markup are empty where the mail itself has them."""

    text: str = ""
    markup: str = ""
    files: list[PackedFile] = field(default_factory=list)


def unpack(data: bytes, language: str | None = None, depth: int = 0) -> Unpacked | None:
    """The contents of winmail.dat; None for data that is something else. Damaged data yields what is whole."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        return None
    found = Unpacked()
    charset: str | None = None
    for identifier, value in _attributes(data):
        if identifier == _CODE_PAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif identifier == _MESSAGE_PROPERTIES:
            _read_message(dict(_properties(value, charset, language)), found, charset, language)
        elif identifier == _NEW_FILE and len(found.files) < _MOST_FILES:
            found.files.append(PackedFile())
        elif found.files:
            _read_file(identifier, value, found, charset, language, depth)
    found.files = [file for file in found.files if file.data or file.name]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Level, identifier and type, length, value and checksum of each attribute."""
    at = 6
    for _number in range(_MOST_ATTRIBUTES):
        if at + 9 > len(data):
            return
        _level, identifier, _type, length = struct.unpack_from("<BHHI", data, at)
        at += 9
        yield identifier, data[at : at + length]
        at += length + 2


def _properties(value: bytes, charset: str | None, language: str | None) -> Iterator[tuple[int, bytes | str]]:
    """The MAPI properties that are strings or binary data, by identifier; all others are stepped over."""
    if len(value) < 4:
        return
    at = 4
    for _number in range(min(struct.unpack_from("<I", value)[0], _MOST_PROPERTIES)):
        if at + 4 > len(value):
            return
        kind, identifier = struct.unpack_from("<HH", value, at)
        at = _behind_name(value, at + 4) if identifier >= 0x8000 else at + 4
        values, at = _values(value, at, kind)
        if at < 0:
            return
        for each in values[:1]:
            yield identifier, _text(each, kind & 0xFFF, charset, language)


def _behind_name(value: bytes, at: int) -> int:
    """A named property: a GUID, then a number or a string (MS-OXTNEF section 2.1.3.4)."""
    if at + 24 > len(value):
        return len(value)
    is_string, length = struct.unpack_from("<II", value, at + 16)
    return at + 24 + (length + -length % 4 if is_string else 0)


def _values(value: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of a property and where the next one begins; -1 where nothing more can be read."""
    base, is_multiple = kind & 0xFFF, bool(kind & 0x1000)
    fixed = _FIXED_SIZES.get(base)
    if fixed is None and base not in (_STRING, _WIDE_STRING, _OBJECT, _BINARY):
        return [], -1
    count = 1
    if is_multiple or fixed is None:
        if at + 4 > len(value):
            return [], -1
        count, at = struct.unpack_from("<I", value, at)[0], at + 4
    if fixed is not None:
        return [], at + fixed * count if at + fixed * count <= len(value) else -1
    values: list[bytes] = []
    for _number in range(min(count, _MOST_PROPERTIES)):
        if at + 4 > len(value):
            return values, -1 if not values else len(value)
        length = struct.unpack_from("<I", value, at)[0]
        values.append(value[at + 4 : at + 4 + length])
        at += 4 + length + -length % 4
    return values, at


def _text(value: bytes, kind: int, charset: str | None, language: str | None) -> bytes | str:
    if kind == _WIDE_STRING:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return decode_body(value.rstrip(b"\x00"), charset, language) if kind == _STRING else value


def _read_message(
    properties: dict[int, bytes | str], found: Unpacked, charset: str | None, language: str | None
) -> None:
    body, markup, packed = properties.get(_BODY), properties.get(_BODY_HTML), properties.get(_RTF)
    if isinstance(body, str):
        found.text = body
    if isinstance(markup, bytes):
        found.markup = decode_body(markup, charset, language)
    if isinstance(markup, str):
        found.markup = markup
    if isinstance(packed, bytes) and not found.markup:
        text, is_markup = rtf.read(rtf.decompress(packed))
        found.markup = text if is_markup else ""
        found.text = found.text or ("" if is_markup else text)


def _read_file(
    identifier: int, value: bytes, found: Unpacked, charset: str | None, language: str | None, depth: int
) -> None:
    file = found.files[-1]
    if identifier == _FILE_TITLE:
        file.name = file.name or str(_text(value, _STRING, charset, language))
    elif identifier == _FILE_DATA:
        file.data = value
    elif identifier == _FILE_PROPERTIES:
        properties = dict(_properties(value, charset, language))
        named = (properties.get(each) for each in (_LONG_NAME, _NAME, _SHOWN_NAME))
        file.name = next((name for name in named if isinstance(name, str) and name), file.name)
        file.type = str(properties.get(_MIME_TYPE) or file.type).lower()
        file.cid = str(properties.get(_CONTENT_ID) or "")
        inside = properties.get(_DATA)
        if isinstance(inside, bytes):
            file.data = inside[_IDENTIFIER_OF_OBJECT:] if _is_frame(inside) else inside
        if _is_frame(b"-" * _IDENTIFIER_OF_OBJECT + file.data) and depth < _DEEPEST:
            _unpack_inside(found, language, depth)


def _unpack_inside(found: Unpacked, language: str | None, depth: int) -> None:
    """A mail attached to the mail is a frame again: its files come along, its text becomes one."""
    outer = found.files.pop()
    inner = unpack(outer.data, language, depth + 1)
    if inner is None:
        return
    if inner.markup or inner.text:
        ending, kind = (".html", "text/html") if inner.markup else (".txt", "text/plain")
        data = (inner.markup or inner.text).encode("utf-8", "replace")
        found.files.append(PackedFile((outer.name or "message") + ending, kind, "", data))
    found.files += inner.files[: _MOST_FILES - len(found.files)]


def _is_frame(data: bytes) -> bool:
    """Whether an object holds a frame behind the identifier of its interface."""
    start = data[_IDENTIFIER_OF_OBJECT : _IDENTIFIER_OF_OBJECT + 4]
    return len(start) == 4 and struct.unpack("<I", start)[0] == SIGNATURE
