"""Mail that its domain vouches for: DKIM signatures with real keys, and the records that go with them."""

from __future__ import annotations

import base64
from functools import lru_cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.names import NameServer

SELECTOR = "s1"


def signed(raw: bytes, domain: str, *, body: bytes = b"relaxed", length: bool = False) -> bytes:
    """The message under a signature of `domain` (RFC 6376); `length` signs only what is there now."""
    line = dkim.sign(
        raw,
        SELECTOR.encode(),
        domain.encode(),
        _key()[0],
        canonicalize=(b"relaxed", body),
        length=length,
        include_headers=[b"from", b"to", b"subject"],
    )
    return line + raw


def publish(names: NameServer, domain: str, *, policy: str = "", spf: str = "") -> None:
    """Let DNS know the key, the policy and the senders of `domain`."""
    names.text(f"{SELECTOR}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={_key()[1]}")
    if policy:
        names.text(f"_dmarc.{domain}", f"v=DMARC1; {policy}")
    if spf:
        names.text(domain, f"v=spf1 {spf}")


@lru_cache(maxsize=1)
def _key() -> tuple[bytes, str]:
    """The private key as PEM, and the public one as it stands in DNS."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, base64.b64encode(public).decode()
