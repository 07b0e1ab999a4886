"""Taking the secrets of guests' links out of a message as it came.

An answer quotes our mail, whose link opens the ticket in the name of its recipient. Colleagues who may read the
ticket may have the message, but must not act as the customer. The bytes are looked through as they are, not as
the parts that they claim to be: what no parser finds, no reader finds either.
"""

from __future__ import annotations

import base64
import binascii
import re

from divan.tickets.guests import TOKEN_CHARACTERS

# Quoted-printable text may be broken anywhere (RFC 2045 section 6.7, rule 5).
_BREAK = rb"(?:=\r?\n)?"
_SECRET = re.compile(
    rb"(/%(b)st%(b)s/%(b)s)(?:[A-Za-z0-9_-]%(b)s){%(n)d}(?=/)" % {b"b": _BREAK, b"n": TOKEN_CHARACTERS}
)
_ENCODED = re.compile(rb"(?:^[A-Za-z0-9+/]{16,76}\r?\n)*^[A-Za-z0-9+/]{4,76}={0,2}\r?$", re.MULTILINE)
_LINE = 76


def without_secrets(raw: bytes) -> bytes:
    """`raw` with every secret replaced, in plain, quoted-printable and base64 text; other bytes stay."""
    return _ENCODED.sub(_decoded, _SECRET.sub(rb"\1...", raw))


def _decoded(block: re.Match[bytes]) -> bytes:
    """Base64 that hides a secret, written anew; all other blocks as they are."""
    try:
        content = base64.b64decode(block[0])
    except binascii.Error:
        return block[0]
    changed = _SECRET.sub(rb"\1...", content)
    if changed == content:
        return block[0]
    encoded = base64.b64encode(changed)
    return b"\r\n".join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
