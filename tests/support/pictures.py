"""Pictures as cameras and programs make them, small enough for a test."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

ABOVE, BELOW = (200, 30, 40), (30, 60, 200)


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 240), **options: Any) -> bytes:
    """A picture whose upper half has the colour ABOVE, the lower half BELOW."""
    drawn = Image.new("RGB", size, ABOVE)
    drawn.paste(BELOW, (0, size[1] // 2, size[0], size[1]))
    written = io.BytesIO()
    drawn.save(written, kind, **options)
    return written.getvalue()


def claimed(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
