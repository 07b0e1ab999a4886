"""Text signed in clear with OpenPGP (RFC 9580 section 7): the text without the frame around it."""

from __future__ import annotations

import re

_BEGIN = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n(?:[A-Za-z-]{1,40}: [^\r\n]{0,200}\r?\n){0,10}[ \t]*\r?\n",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----", re.MULTILINE)
_END = re.compile(r"^-----END PGP SIGNATURE-----[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_DASH = re.compile(r"^- ", re.MULTILINE)


def without_frame(text: str) -> str:
    """`text` without the marks and the signature; dashes that were escaped for signing are restored."""
    begin = _BEGIN.search(text)
    signature = _SIGNATURE.search(text, begin.end()) if begin else None
    if begin is None or signature is None:
        return text
    end = _END.search(text, signature.end())
    signed = _DASH.sub("", text[begin.end() : signature.start()])
    return text[: begin.start()] + signed + (text[end.end() :] if end else "")
