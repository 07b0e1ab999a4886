"""How an access token is shown to a mail server."""

from __future__ import annotations


def xoauth2_string(user: str, token: str) -> str:
    """The initial response of XOAUTH2 (the SASL mechanism of Google and Microsoft), not yet in base64."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"
