"""Listening sockets, bound before anything is forked, so that a taken port is one sentence."""

from __future__ import annotations

import errno
import socket

from divan.site.serve.failure import CannotStart

BACKLOG = 2048


def listen(host: str, port: int, *, option: str = "--port") -> list[socket.socket]:
    """Listening sockets for every address of `host`; raises CannotStart with what to do about it.

    The supervisor keeps them: connections that arrive while the web process restarts wait in the queue.
    `option` is the one that chooses another port.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise CannotStart(f"{host} is not an address of this machine: choose another with --host.") from error
    addresses = dict.fromkeys((family, address) for family, _type, _protocol, _name, address in found)
    return [_bind(family, address, option) for family, address in addresses]


def require_free(host: str, port: int, *, option: str) -> None:
    """Raise CannotStart if `port` cannot be listened to; for servers that bind it themselves."""
    for listening in listen(host, port, option=option):
        listening.close()


def _bind(family: int, address: tuple[object, ...], option: str) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try:
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise CannotStart(_sentence(error, address, option)) from error
    return listening


def _sentence(error: OSError, address: tuple[object, ...], option: str) -> str:
    host, port = address[:2]
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: stop it, or choose another with {option}."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not listen on port {port}: choose one above 1023 with {option}."
    return f"{host} is not an address of this machine ({error.strerror}): choose another with --host."
