"""Places that this slice offers to the slices above it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from divan.core.actors import Actor
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Section:
    """One entry in the list at the side of the settings.

    `heading` is "general", "people" or "work"; `permission` is what opens the section.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str
    heading: str = "work"
    order: int = 50


sections: Registry[Section] = Registry("sections of the settings")


def sections_for(actor: Actor) -> list[Section]:
    """The sections that the actor may open, in order."""
    mine = [section for section in sections.values() if actor.may(section.permission)]
    return sorted(mine, key=lambda section: section.order)
