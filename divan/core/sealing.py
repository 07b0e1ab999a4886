"""Passwords that the product has to know itself (for a mail server, say) are stored sealed.

The key comes from the secret key of the installation: a stolen copy of the database alone opens nothing.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, *, purpose: str) -> str:
    """`text` encrypted and signed for one `purpose`; empty stays empty."""
    return _box(purpose).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, *, purpose: str) -> str:
    """What was sealed for `purpose`; empty if the secret key or the purpose is another one."""
    if not sealed:
        return ""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _box(purpose: str) -> Fernet:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"divan sealing: {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(str(settings.SECRET_KEY).encode())))
