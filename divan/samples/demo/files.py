"""Small files to attach: a picture and a text, made on the spot."""

from __future__ import annotations

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

WIDTH, HEIGHT = 160, 120
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def sample_file(kind: str, number: int, text: str) -> SimpleUploadedFile:
    """A file of that kind ("png" or "txt"); `number` makes pictures differ, `text` is what a text says."""
    if kind == "png":
        return SimpleUploadedFile(f"photo-{number}.png", picture(number))
    return SimpleUploadedFile("cv.txt", text.encode())


def picture(number: int) -> bytes:
    """A PNG with two soft colours that run into each other, other ones for every number."""
    hues = [(number * 67 + shift * 90) % 160 + 70 for shift in range(3)]
    rows = b"".join(b"\x00" + bytes(_pixels(hues, y)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _pixels(hues: list[int], y: int) -> list[int]:
    return [
        max(0, min(255, hue + (x - y) // (3 + place))) for x in range(WIDTH) for place, hue in enumerate(hues)
    ]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file: length, kind, data, check sum (PNG specification, section 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
