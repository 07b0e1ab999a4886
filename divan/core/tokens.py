"""Links in mails carry random tokens; only their hash is stored (SECURITY class 16)."""

from __future__ import annotations

import hashlib


def hash_of(token: str) -> str:
    """What is stored and looked up: 64 hexadecimal digits. Random tokens need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
