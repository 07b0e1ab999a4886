"""Leave to use a mailbox without its password: OAuth 2 with a refresh token (RFC 6749) and PKCE (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db.models import Q

from divan.core import clock
from divan.core.sealing import seal, unseal
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.providers import provider_of
from divan.mail.models import Mailbox, OAuthGrant

# What the secrets of a grant are sealed for.
PURPOSE = "mail oauth"

TIMEOUT_SECONDS = 20
# Longer than a renewal can take; whoever claimed one and died is then forgotten.
_CLAIM_SECONDS = 30
_LOOK_AGAIN_SECONDS = 0.25
# A token is renewed so long before it ends, because a session may begin a little later.
EARLY = timedelta(minutes=2)
_USUAL_SECONDS = 3600
_LARGEST_ANSWER = 1_000_000


def new_verifier() -> str:
    """A fresh code verifier (RFC 7636 section 4.1), to be kept in the session until the person comes back."""
    return secrets.token_urlsafe(48)


def authorize_address(grant: OAuthGrant, redirect_uri: str, state: str, verifier: str) -> str:
    """Where the person is sent to give leave. `state` comes back and must be compared (RFC 6749 section 10.12)."""
    provider = provider_of(grant)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": grant.client_id,
        "redirect_uri": redirect_uri,
        "scope": provider.scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **dict(provider.extra),
    }
    return f"{provider.authorize_url}{'&' if '?' in provider.authorize_url else '?'}{urlencode(query)}"


def redeem(grant: OAuthGrant, code: str, redirect_uri: str, verifier: str) -> None:
    """Change the code that the person came back with into tokens, and keep them. Raises FetchFailed."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    answer = _ask(grant, {**asked, "code_verifier": verifier})
    if not answer.get("refresh_token"):
        raise FetchFailed(Kind.TOKEN, said="no refresh token")
    _keep(grant, answer)


def access_token(mailbox: Mailbox) -> str:
    """A token for the mailbox that is valid for the next two minutes at least; renewed if necessary.

    Raises FetchFailed: TOKEN when somebody has to connect the mailbox again, PROVIDER when it may work later.
    """
    grant = OAuthGrant.objects.filter(mailbox=mailbox).first()
    if grant is None or not grant.sealed_refresh_token:
        raise FetchFailed(Kind.TOKEN, said="-")
    deadline = time.monotonic() + _CLAIM_SECONDS
    while not (token := _valid(grant)):
        if _claim(grant):
            return _renew(grant)
        if time.monotonic() > deadline:
            raise FetchFailed(Kind.PROVIDER, host=_host(grant), said="-")
        time.sleep(_LOOK_AGAIN_SECONDS)
        grant.refresh_from_db()
    return token


def _claim(grant: OAuthGrant) -> bool:
    """One renews and the others wait for its result, because some providers take each refresh token once.

    No lock is held meanwhile: SQLite has only one for everything.
    """
    now = clock.now()
    free = OAuthGrant.objects.filter(Q(renewing_until=None) | Q(renewing_until__lte=now), pk=grant.pk)
    unchanged = free.filter(sealed_refresh_token=grant.sealed_refresh_token, expires_at=grant.expires_at)
    return unchanged.update(renewing_until=now + timedelta(seconds=_CLAIM_SECONDS)) == 1


def _valid(grant: OAuthGrant) -> str:
    if grant.expires_at is None or grant.expires_at - EARLY <= clock.now():
        return ""
    return unseal(grant.sealed_access_token, purpose=PURPOSE)


def _renew(grant: OAuthGrant) -> str:
    """RFC 6749 section 6."""
    refresh = unseal(grant.sealed_refresh_token, purpose=PURPOSE)
    try:
        return _keep(grant, _ask(grant, {"grant_type": "refresh_token", "refresh_token": refresh}))
    finally:
        OAuthGrant.objects.filter(pk=grant.pk).update(renewing_until=None)


def _keep(grant: OAuthGrant, answer: dict[str, Any]) -> str:
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise FetchFailed(Kind.PROVIDER, host=_host(grant), said="no access token")
    seconds = str(answer.get("expires_in", ""))[:9]
    lasting = timedelta(seconds=min(int(seconds), 86_400) if seconds.isdecimal() else _USUAL_SECONDS)
    grant.sealed_access_token = seal(token, purpose=PURPOSE)
    grant.expires_at = clock.now() + lasting
    if isinstance(refresh := answer.get("refresh_token"), str) and refresh:
        grant.sealed_refresh_token = seal(refresh, purpose=PURPOSE)
    grant.save(update_fields=["sealed_access_token", "sealed_refresh_token", "expires_at"])
    return token


def _ask(grant: OAuthGrant, asked: dict[str, str]) -> dict[str, Any]:
    """What the token endpoint answers (RFC 6749 sections 4.1.3, 5.1 and 5.2)."""
    provider = provider_of(grant)
    form = {**asked, "client_id": grant.client_id}
    if secret := unseal(grant.sealed_client_secret, purpose=PURPOSE):
        form["client_secret"] = secret
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked
        _checked(provider.token_url), urlencode(form).encode(), {"Accept": "application/json"}
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return _json(response.read(_LARGEST_ANSWER))
    except urllib.error.HTTPError as failure:
        said = _json(failure.read(_LARGEST_ANSWER))
        is_final = said.get("error") in ("invalid_grant", "invalid_client", "unauthorized_client")
        words = " ".join(str(said[key]) for key in ("error", "error_description") if said.get(key))
        kind = Kind.TOKEN if is_final else Kind.PROVIDER
        raise FetchFailed(kind, host=_host(grant), said=words or f"HTTP {failure.code}") from failure
    except (OSError, ValueError) as failure:
        raise FetchFailed(Kind.PROVIDER, host=_host(grant), said=str(failure)) from failure


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Secrets are sent to the address that was set, and to no other."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirects)


def _checked(url: str) -> str:
    """Secrets travel over TLS, or to this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        return url
    raise FetchFailed(Kind.PROVIDER, host=parts.hostname or "?", said="https")


def _json(data: bytes) -> dict[str, Any]:
    try:
        read = json.loads(data)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _host(grant: OAuthGrant) -> str:
    return urlsplit(provider_of(grant).token_url).hostname or "?"
