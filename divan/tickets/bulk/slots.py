"""Bulk changes in pages: the bar above lists, the places of questions and cards, and what is told of jobs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from divan.core.actors import Actor
from divan.tickets.bulk.effects import Effect, bulk_effects, effects_for
from divan.tickets.bulk.progress import to_tell
from divan.tickets.bulk.starting import UNDO, to_look_at
from divan.tickets.hooks import news
from divan.tickets.models import Ticket
from divan.tickets.undoing.taking_back import take_back
from divan.ui.slots import Context, from_template, slots


def register() -> None:
    """Called once, when the slice is ready."""
    bulk_effects.add(UNDO, Effect("", "undo", "see", _undo, is_offered=False))
    slots.add("tickets.bulk", from_template("tickets/bulk/bar.html", load=_effects))
    news.add("bulk jobs", to_look_at)
    slots.add("notifications.waiting", from_template("tickets/bulk/told.html", load=_jobs), order=20)


def _undo(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> str:
    return take_back(ticket, uuid.UUID(values["batch"]), actor=actor)


def _effects(context: Context) -> dict[str, Any]:
    return {"effects": effects_for(context["actor"])}


def _jobs(context: Context) -> dict[str, Any]:
    return {"jobs": to_tell(context["actor"])}
