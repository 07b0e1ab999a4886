"""Who is at the other end of a connection, and how much they may send.

Our own mail servers hand over what came from many others, so only peers that are none of ours are limited.
All answers are for the moment (4yz): an honest server that has much to say comes again.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings

from divan.core.limits import take

MOST_CONNECTIONS_OF_A_PEER = 20
MESSAGES_A_MINUTE = 120
MESSAGES_AN_HOUR = 2_000
UNKNOWN_RECIPIENTS_AN_HOUR = 100


def is_own_server(peer: str) -> bool:
    """Whether `peer` (an IP address; empty for a socket on this machine) is one of our own mail servers."""
    if not peer:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in _networks(tuple(settings.MAIL_FRONTS)))


def may_send(peer: str) -> bool:
    """Use one message of what a peer may send; False when it has to wait."""
    if is_own_server(peer):
        return True
    key = origin(peer)
    waits = (
        take("mail-minute", key, limit=MESSAGES_A_MINUTE, seconds=60),
        take("mail-hour", key, limit=MESSAGES_AN_HOUR, seconds=3600),
    )
    return not any(waits)


def may_guess(peer: str) -> bool:
    """Count a recipient that is not ours; False when the peer has tried too many."""
    if is_own_server(peer):
        return True
    return not take("mail-unknown-recipient", origin(peer), limit=UNKNOWN_RECIPIENTS_AN_HOUR, seconds=3600)


def origin(peer: str) -> str:
    """The peer as it is counted: IPv6 by its /64, because one machine has all addresses of that."""
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


@lru_cache(maxsize=4)
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name, strict=False) for name in names)
