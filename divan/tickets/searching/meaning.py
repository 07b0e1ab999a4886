"""What one part of a query means for tickets, and what is said when it means nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.core.actors import Actor

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """Who asks, and the language in which they read."""

    actor: Actor
    language: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition on tickets.

    `facet` says the same to the index, where it can. What `is_for_desk` is true of a ticket only for those on
    the desk's side of it; whoever merely asked it must not find out.
    """

    condition: Q
    facet: str = ""
    is_for_desk: bool = False


class Unclear(Exception):
    """A value that means nothing. The message is a translated sentence for whoever typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def none_of(value: str, possible: Iterable[str]) -> Unclear:
    """Says that the value is none of the possible ones, and names the first of them."""
    names = list(possible)
    shown = pgettext("between the items of a list", ", ").join(names[:MOST_NAMED])
    if not names:
        return Unclear(_("There is no “%(value)s”.") % {"value": value})
    return Unclear(_("There is no “%(value)s”. You can write: %(names)s") % {"value": value, "names": shown})
