"""ISO-2022-JP as Windows programs write it: with NEC's row 13 and half-width katakana (RFC 1468, CP50221)."""

from __future__ import annotations

import re

# ESC ( I is half-width katakana; of $ @, $ B and $ ( D, two bytes make a character; all else is ASCII.
_SHIFT = re.compile(rb"\x1b(\$@|\$B|\$\(D|\([A-Z])")
_HIGH = bytes(value | 0x80 for value in range(256))
_LINE_ENDS = re.compile(rb"([\r\n]+)")


def decode(data: bytes) -> str:
    """The text; never fails. A line end closes a shift that was left open, as RFC 1468 wants it."""
    parts: list[str] = []
    for line in _LINE_ENDS.split(data):
        pieces = _SHIFT.split(line)
        parts.append(pieces[0].decode("ascii", "replace"))
        for shift, text in zip(pieces[1::2], pieces[2::2], strict=True):
            parts.append(_shifted(shift, text))
    return "".join(parts)


def _shifted(shift: bytes, text: bytes) -> str:
    if shift == b"(I":
        return text.translate(_HIGH).decode("cp932", "replace")
    if shift.startswith(b"("):
        return text.decode("ascii", "replace")
    pairs = text.translate(_HIGH)
    if shift == b"$(D":  # JIS X 0212: three bytes in EUC
        pairs = b"".join(b"\x8f" + pairs[at : at + 2] for at in range(0, len(pairs), 2))
    return pairs.decode("euc_jis_2004", "replace")
