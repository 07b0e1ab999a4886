"""DNS within a time limit, remembered: one slow domain delays its own mail once, and nobody else's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import dns.exception
import dns.resolver
from django.conf import settings

SECONDS_A_MESSAGE = 5.0
SECONDS_A_NAME = 2.0
MOST_REMEMBERED = 20_000
LONGEST_TTL, SHORTEST_TTL, NOTHING_TTL, FAILURE_TTL = 3600.0, 30.0, 300.0, 60.0


class Unavailable(Exception):
    """The answer could not be had in time; asking again later may bring one."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    until: float
    records: tuple[Any, ...] | None  # None: asking failed


_memory: dict[tuple[str, str, str], _Remembered] = {}


class Lookups:
    """The questions about one message; all of them together take `seconds` at most."""

    def __init__(self, seconds: float = SECONDS_A_MESSAGE) -> None:
        self._ends = time.monotonic() + seconds

    def records(self, name: str, kind: str) -> tuple[Any, ...]:
        """The records of `kind` at `name`; none if there is no such name. Raises Unavailable."""
        key = (settings.MAIL_DNS, name.lower().rstrip("."), kind)
        known, now = _memory.get(key), time.monotonic()
        if known is None or known.until < now:
            known = self._ask(key, now)
        if known.records is None:
            raise Unavailable(name)
        return known.records

    def texts(self, name: str) -> list[bytes]:
        """The TXT records at `name`, each with its strings joined (RFC 7208 section 3.3)."""
        return [b"".join(record.strings) for record in self.records(name, "TXT")]

    def _ask(self, key: tuple[str, str, str], now: float) -> _Remembered:
        server, name, kind = key
        left = min(SECONDS_A_NAME, self._ends - now)
        if left <= 0:
            raise Unavailable(name)  # not remembered: it was never asked
        answer = _answer(server, name, kind, left)
        if len(_memory) >= MOST_REMEMBERED:
            _memory.clear()
        _memory[key] = answer
        return answer


def _answer(server: str, name: str, kind: str, seconds: float) -> _Remembered:
    try:
        found = _resolver(server).resolve(name, kind, lifetime=seconds, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.resolver.YXDOMAIN):
        return _Remembered(time.monotonic() + NOTHING_TTL, ())
    except (dns.exception.DNSException, OSError, UnicodeError, ValueError):
        return _Remembered(time.monotonic() + FAILURE_TTL, None)
    ttl = min(max(float(found.rrset.ttl if found.rrset else 0), SHORTEST_TTL), LONGEST_TTL)
    return _Remembered(time.monotonic() + ttl, tuple(found))


@lru_cache(maxsize=4)
def _resolver(server: str) -> dns.resolver.Resolver:
    """The resolver of this machine, or the one at `server` ("host:port")."""
    if not server:
        return dns.resolver.Resolver()
    host, _, port = server.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [host.strip("[]")], int(port)
    return resolver
