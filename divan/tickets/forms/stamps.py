"""A signed stamp in each form: which submission this is, and when its page was made.

It makes one ticket of a form that is sent twice, and shows programs that answer faster than people can.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

_SIGNER = TimestampSigner(salt="divan.tickets.stamp")
LIFETIME_SECONDS = 3 * 24 * 3600
QUICKEST_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Stamp:
    """`key` names the submission; `is_quick` when no person could have filled in the form."""

    key: str
    is_quick: bool


def new_stamp() -> str:
    """A stamp for a page that is made now."""
    return _SIGNER.sign(secrets.token_urlsafe(18))


def read_stamp(text: str) -> Stamp | None:
    """What a stamp says; None if it is not ours or has lain for days."""
    try:
        key = _SIGNER.unsign(text, max_age=LIFETIME_SECONDS)
    except (BadSignature, SignatureExpired):
        return None
    return Stamp(key, is_quick=_is_younger(text, QUICKEST_SECONDS))


def _is_younger(text: str, seconds: int) -> bool:
    try:
        _SIGNER.unsign(text, max_age=seconds)
    except SignatureExpired:
        return False
    return True
