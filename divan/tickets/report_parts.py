"""What slices lend to the report of a ticket: a heading with a few lines, in the language that is read at the moment.

    report_parts.add("rating", lambda actor, ticket: Part(_("Rating"), ((_("Stars"), number(5)),)))

Nothing of the desk alone may be in a part: whoever makes a report may hand it to the requester.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from divan.core.actors import Actor
from divan.core.registry import Registry
from divan.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a term and what is to be said of it, each as plain text."""

    title: str
    lines: tuple[tuple[str, str], ...]


# Each answers for the reader and a ticket that they see at the desk; None for nothing to say.
report_parts: Registry[Callable[[Actor, Ticket], Part | None]] = Registry("parts of the report of a ticket")
