"""Who a site says its visitor is: a token that its server signs (RFC 7515 and RFC 7519, HMAC with SHA-256 alone)."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

from divan.chat.actions.starting import Identified
from divan.chat.models import ChatSite
from divan.chat.queries.sites import signing_secret
from divan.core import clock

LONGEST_SECONDS = 24 * 3600
# Clocks of two servers may differ by so much.
_DRIFT_SECONDS = 60
_LONGEST_TOKEN = 4096
_HEADER = {"alg": "HS256", "typ": "JWT"}


def sign_identity(site: ChatSite, *, email: str, name: str, seconds: int) -> str:
    """A token as the site's own server would sign it, good for `seconds`."""
    now = int(clock.now().timestamp())
    claims = {"email": email, "name": name, "iat": now, "exp": now + seconds}
    signed = f"{_part(_HEADER)}.{_part(claims)}"
    return f"{signed}.{_encoded(_signature(site, signed))}"


def read_identity(site: ChatSite, token: str) -> Identified | None:
    """Whom the token names; None if it is not signed by the site, is over, or is good for longer than a day.

    What the token says about its own algorithm is only ever compared with the one that counts here.
    """
    signed, _dot, signature = token.rpartition(".")
    head, _dot, body = signed.partition(".")
    if len(token) > _LONGEST_TOKEN or not hmac.compare_digest(_decoded(signature), _signature(site, signed)):
        return None
    header, claims = _object(head), _object(body)
    if header.get("alg") != _HEADER["alg"] or "crit" in header or not _is_current(claims):
        return None
    email, name = claims.get("email"), claims.get("name", "")
    if not isinstance(email, str) or not isinstance(name, str) or not _is_address(email):
        return None
    return Identified(email=email, name=" ".join(name.replace("\x00", "").split())[:200])


def subject_of(site: ChatSite, known: Identified) -> str:
    """The same for the same person on this site, and nothing that names them: by it a browser knows whose chat it keeps."""
    return salted_hmac(
        "divan.chat.subject", f"{site.pk} {known.email.lower()}", algorithm="sha256"
    ).hexdigest()


def _is_current(claims: dict[str, Any]) -> bool:
    begins, ends, now = claims.get("iat"), claims.get("exp"), clock.now().timestamp()
    if type(begins) is not int or type(ends) is not int:
        return False
    return begins - _DRIFT_SECONDS <= now < ends and ends - begins <= LONGEST_SECONDS


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def _signature(site: ChatSite, signed: str) -> bytes:
    return hmac.digest(signing_secret(site).encode(), signed.encode(), "sha256")


def _object(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_decoded(part))
        json.dumps(
            found, ensure_ascii=False
        ).encode()  # no text holds the halves of surrogate pairs that JSON may name
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(part: str) -> bytes:
    """The bytes of base64url without padding; none if it is none."""
    try:
        return urlsafe_b64decode(part.encode() + b"=" * (-len(part) % 4))
    except (Error, ValueError):
        return b""
