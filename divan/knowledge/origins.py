"""What an article can be made from. Slices above lend the words; the knowledge base knows only their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from divan.core.actors import Actor
from divan.core.errors import NotAllowed
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first words of an article, by field; nothing of it is stored before its author has read it."""

    language: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """A kind of thing that articles are made from, each named by the text behind "kind:".

    `begin(actor, name, type)` makes the words for an article of that type and raises NotAllowed for who may not
    read the thing; `tell(actor, name)` is a sentence with a link to it, or None for who may not.
    """

    begin: Callable[[Actor, str, str], Beginning]
    tell: Callable[[Actor, str], Markup | None]


origins: Registry[Origin] = Registry("origins of articles")


def beginning(actor: Actor, origin: str, kind: str) -> Beginning:
    """The words for an article of type `kind`; raises NotAllowed for an origin that is not there for the actor."""
    name, _colon, rest = origin.partition(":")
    if name not in origins:
        raise NotAllowed(origin)
    return origins[name].begin(actor, rest, kind)


def told(actor: Actor, origin: str) -> Markup | None:
    """Where the article comes from, for those who may know."""
    name, _colon, rest = origin.partition(":")
    return origins[name].tell(actor, rest) if name in origins else None
