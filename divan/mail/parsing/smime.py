"""The message inside an S/MIME signature that wraps it (RFC 8551 section 3.5.2, RFC 5652, BER of X.690).

Nothing is verified here: the content is only made readable. What else the structure holds is not looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_OCTETS, _CONSTRUCTED_OCTETS, _EXPLICIT = 0x04, 0x24, 0xA0
_DEEPEST = 12


class _Unreadable(ValueError):
    """The bytes are not what they claim to be."""


@dataclass(frozen=True, slots=True)
class _Element:
    """Tag, where the content begins and ends, and where the next element begins."""

    tag: int
    start: int
    end: int
    following: int


def signed_content(data: bytes) -> bytes | None:
    """The message that `data` carries together with its signature; None for everything else."""
    try:
        identifier, content = _children(data, _element(data, 0), 2)
        if data[identifier.start : identifier.end] != _SIGNED_DATA:
            return None
        signed = _children(data, content, 1)[0]
        wrapped = _children(data, _children(data, signed, 3)[2], 2)[1]
        if wrapped.tag != _EXPLICIT:
            return None
        return _octets(data, _children(data, wrapped, 1)[0])
    except (_Unreadable, ValueError):
        return None


def _children(data: bytes, parent: _Element, most: int) -> list[_Element]:
    """The first `most` elements inside; a ValueError for fewer."""
    found: list[_Element] = []
    at = parent.start
    while len(found) < most:
        if at >= parent.end:
            raise _Unreadable
        found.append(_element(data, at))
        at = found[-1].following
    return found


def _octets(data: bytes, element: _Element) -> bytes:
    if element.tag == _OCTETS:
        return data[element.start : element.end]
    if element.tag != _CONSTRUCTED_OCTETS:
        raise _Unreadable
    pieces: list[bytes] = []
    at = element.start
    while at < element.end:
        piece = _element(data, at)
        if piece.tag != _OCTETS:
            raise _Unreadable
        pieces.append(data[piece.start : piece.end])
        at = piece.following
    return b"".join(pieces)


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    if at + 2 > len(data) or depth > _DEEPEST or data[at] & 0x1F == 0x1F:
        raise _Unreadable
    tag, length, start = data[at], data[at + 1], at + 2
    if length == 0x80:
        return _indefinite(data, tag, start, depth)
    if length > 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise _Unreadable
    return _Element(tag, start, start + length, start + length)


def _indefinite(data: bytes, tag: int, start: int, depth: int) -> _Element:
    """An element that ends with two zero bytes behind its last child."""
    at = start
    while data[at : at + 2] != b"\0\0":
        at = _element(data, at, depth + 1).following
    return _Element(tag, start, at, at + 2)
