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
# Neither in addresses of forms nor in the random part.
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Stamp:
    """`key` names the submission; `is_quick` when no person could have filled in the form."""

    key: str
    is_quick: bool


def new_stamp(place: str = "") -> str:
    """A stamp for a page that is made now. One that is made for a `place` counts nowhere else."""
    return _SIGNER.sign(f"{place}{_BETWEEN if place else ''}{secrets.token_urlsafe(18)}")


def read_stamp(text: str, place: str = "") -> Stamp | None:
    """What a stamp says; None if it is not ours, was made for another place, or has lain for days."""
    try:
        key = _SIGNER.unsign(text, max_age=LIFETIME_SECONDS)
    except (BadSignature, SignatureExpired):
        return None
    made_for, _between, secret = key.rpartition(_BETWEEN)
    if made_for != place:
        return None
    return Stamp(secret, is_quick=_is_younger(text, QUICKEST_SECONDS))


def _is_younger(text: str, seconds: int) -> bool:
    try:
        _SIGNER.unsign(text, max_age=seconds)
    except SignatureExpired:
        return False
    return True
