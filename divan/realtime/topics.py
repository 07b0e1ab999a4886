"""Topics: what a page can listen to, and the gate of each family.

A topic is "family:key" ("ticket:42", "inbox:all"). The slice that owns the family registers who may
listen; the question is asked at every subscription and again when somebody's rights change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from divan.core.actors import Actor
from divan.core.registry import Registry

LONGEST_TOPIC = 100

MayListen = Callable[[Actor, str], bool]
topics: Registry[MayListen] = Registry("topics")


def may_listen(actor: Actor, topic: str) -> bool:
    """Whether `actor` may hear `topic`; an unknown family is refused like a forbidden one."""
    family, colon, key = topic.partition(":")
    gate = topics.get(family)
    return bool(colon and key and gate and len(topic) <= LONGEST_TOPIC and gate(actor, key))


def allowed(actor: Actor, wanted: Iterable[str]) -> set[str]:
    """Those of `wanted` that `actor` may hear."""
    return {topic for topic in wanted if may_listen(actor, topic)}
