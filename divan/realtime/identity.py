"""Who is at the other end of a socket. The slices that know sessions and signed links register here."""

from __future__ import annotations

from collections.abc import Callable

from divan.core.actors import Actor
from divan.core.registry import Registry

Resolver = Callable[[dict[str, str]], Actor | None]
resolver: Registry[Resolver] = Registry("resolver")


def actor_of(cookies: dict[str, str]) -> Actor | None:
    """The actor that the first resolver knows by these cookies; None if nobody does."""
    for resolve in resolver.values():
        if actor := resolve(cookies):
            return actor
    return None


def listener_of(actor: Actor) -> str:
    """The name under which an actor's sockets are found again: "person:7", "guest:42" (the ticket)."""
    number = actor.id if actor.id is not None else actor.ticket_id
    return f"{actor.kind.value}:{number}"
