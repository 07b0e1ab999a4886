"""Which servers stand in the same network as we, where an unprotected connection may be right."""

from __future__ import annotations

from ipaddress import ip_address


def is_inside(host: str) -> bool:
    """Whether `host` is this machine, a private address, or a name that only this network knows (no dot)."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host
    return address.is_private
