"""Undoing a part's Content-Transfer-Encoding (RFC 2045 section 6), also where it is declared wrongly."""

from __future__ import annotations

import binascii
import re
import string

from divan.mail.parsing.uuencoded import decode_all

_ALPHABET = (string.ascii_letters + string.digits + "+/=").encode()
_ENCODED_OR_BLANK = _ALPHABET + b" \t\r\n\x0b\x0c\x00"
_END = re.compile(rb"={1,2}[ \t]{0,80}(?:[\r\n]|\Z)")
_PADDING = re.compile(rb"=+")
_WORD_BREAK = re.compile(rb"[A-Za-z] [A-Za-z]")
_BLANKS_BEFORE_BREAK = re.compile(rb"=[ \t]{1,80}(?=\r?\n)")
_LOOKED_AT = 4096
_MOST_RUNS = 20_000
_ENCODED = re.compile(r"base64|quoted|uue")
_MEANT = {"base64": "base64", "quoted": "quoted-printable", "uue": "uuencode"}


def is_encoded(encoding: str) -> bool:
    """Whether the field, as it came, names an encoding that `decode` undoes."""
    return _token(encoding) != ""


def decode(body: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes that `body` stands for, and a warning or nothing. `encoding` is the field as it came."""
    match _token(encoding):
        case "base64":
            return _base64(body)
        case "quoted-printable":
            return binascii.a2b_qp(_BLANKS_BEFORE_BREAK.sub(b"=", body)), ""
        case "uuencode":
            data = decode_all(body)
            return (body, "not uuencoded") if data is None else (data, "")
    return body, ""


def _token(encoding: str) -> str:
    """The encoding that is meant; nothing for those that change no byte, and for unknown ones."""
    found = _ENCODED.search(encoding.lower())
    return _MEANT[found[0]] if found else ""


def _base64(body: bytes) -> tuple[bytes, str]:
    end = _END.search(body, 0, _LOOKED_AT)
    head = body[: end.start() if end else _LOOKED_AT]
    strange = len(head.translate(None, _ENCODED_OR_BLANK))
    if strange * 10 > len(head) or len(_WORD_BREAK.findall(head)) * 20 > len(head):
        return body, "not base64"
    padding = body.find(b"=")
    if padding < 0 or not body[padding:].strip(b"= \t\r\n"):
        return _run(body), ""
    runs = [run for run in _PADDING.split(body, _MOST_RUNS) if run]
    # Some programs encode piece by piece, each with padding of its own; text behind the end is a list's footer.
    pieces = [_run(runs[0])] if runs else []
    for run in runs[1:]:
        if len(run.translate(None, _ENCODED_OR_BLANK)) or _WORD_BREAK.search(run):
            return b"".join(pieces), "text behind base64"
        pieces.append(_run(run))
    return b"".join(pieces), ""


def _run(run: bytes) -> bytes:
    """One run with padding at most at its end; a last character that stands for no whole byte is dropped."""
    try:
        return binascii.a2b_base64(run)
    except binascii.Error:
        letters = run.translate(None, bytes(set(range(256)) - set(_ALPHABET[:-1])))
        whole = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
