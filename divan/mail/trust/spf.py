"""SPF (RFC 7208): whether the server that handed the message over may send for a domain."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

import spf as pyspf

from divan.mail.trust.lookups import Lookups, Unavailable

_RESULTS = frozenset({"pass", "fail", "softfail", "neutral", "none", "permerror", "temperror"})
_current: ContextVar[Lookups] = ContextVar("lookups")


def check(peer: str, sender: str, helo: str, lookups: Lookups) -> tuple[str, str]:
    """The result for the envelope sender, for the name in HELO if there is none, and the domain it is about."""
    domain = sender.rpartition("@")[2] or helo
    if not peer or not domain:
        return "none", ""
    token = _current.set(lookups)
    try:
        result = pyspf.query(i=peer, s=_ascii(sender), h=_ascii(helo)).check()[0]
    except Exception:  # the library gives up in many ways on records and addresses that make no sense
        result = "permerror"
    finally:
        _current.reset(token)
    return (result if result in _RESULTS else "permerror"), domain.lower()


def _ascii(address: str) -> str:
    """With the domain as DNS knows it (RFC 5890)."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.encode('idna').decode('ascii')}" if not domain.isascii() else address


def _lookup(name: str, kind: str, _tcp: bool = True, _timeout: float = 0) -> list[tuple[Any, Any]]:
    """What the library asks DNS with: our own remembered and limited questions."""
    try:
        found = _current.get().records(name, kind)
    except Unavailable as failure:
        raise pyspf.TempError(f"DNS {failure}") from failure
    return [((name, kind), _value(record, kind)) for record in found]


def _value(record: Any, kind: str) -> Any:
    match kind:
        case "A" | "AAAA":
            return record.address
        case "MX":
            return record.preference, record.exchange
        case "PTR":
            return record.target.to_text(True)
        case _:
            return record.strings


pyspf.DNSLookup = _lookup
