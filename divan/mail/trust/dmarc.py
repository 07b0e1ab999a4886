"""DMARC (RFC 7489): what the domain in From asks for, and which domains may vouch for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from divan.mail.trust.lookups import Lookups

_POLICIES = frozenset({"none", "quarantine", "reject"})
_MARK = b"v=dmarc1"


@dataclass(frozen=True, slots=True)
class Policy:
    """A published policy: what to do with failures, and whether domains must be the same to the letter."""

    action: str
    strict_dkim: bool = False
    strict_spf: bool = False


def policy_of(domain: str, lookups: Lookups) -> Policy | None:
    """The policy for mail from `domain` (section 6.6.3); None without one. Raises Unavailable."""
    if tags := _record(domain, lookups):
        return _policy(tags, tags.get("p", ""))
    above = organizational(domain)
    if above != domain and (tags := _record(above, lookups)):
        return _policy(tags, tags.get("sp") or tags.get("p", ""))
    return None


def aligned(domain: str, sender_domain: str, *, strict: bool) -> bool:
    """Whether `domain` may vouch for mail from `sender_domain` (section 3.1)."""
    if domain == sender_domain:
        return True
    return not strict and bool(domain) and organizational(domain) == organizational(sender_domain)


@lru_cache(maxsize=4096)
def organizational(domain: str) -> str:
    """The domain that was registered, by the public suffix list (section 3.2)."""
    return _suffixes().privatesuffix(domain.strip(".")) or domain


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _record(domain: str, lookups: Lookups) -> dict[str, str]:
    """The tags of the one record; nothing if there is none, or more than one."""
    found = [text for text in lookups.texts(f"_dmarc.{domain}") if text.lower().startswith(_MARK)]
    if len(found) != 1:
        return {}
    pairs = (part.partition("=") for part in found[0][:4096].decode("ascii", "replace").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _is, value in pairs}


def _policy(tags: dict[str, str], action: str) -> Policy:
    # With a share of zero the next lower action holds (section 6.6.4).
    if action not in _POLICIES or tags.get("pct") == "0":
        action = "quarantine" if action == "reject" else "none"
    return Policy(action, strict_dkim=tags.get("adkim") == "s", strict_spf=tags.get("aspf") == "s")
