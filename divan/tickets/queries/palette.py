"""What the palette finds by its first letters: tickets and people. A real search comes with the search slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.queries.lists import on_desk

LIMIT = 6
# Only the newest are looked through, so that a rare word costs no more than a frequent one.
NEWEST = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """Tickets (number, subject, status, language) and people with their newest ticket."""

    tickets: Sequence[dict[str, Any]]
    people: Sequence[dict[str, Any]]


def find(actor: Actor, text: str) -> Found:
    """Tickets whose number or subject begins with `text`, and requesters whose name or address does."""
    wanted = text.strip()[:100]
    if not wanted:
        return Found((), ())
    return Found(_tickets(actor, wanted), _people(actor, wanted))


def _tickets(actor: Actor, wanted: str) -> list[dict[str, Any]]:
    number, here = ascii_digits(wanted), installation()
    numbers = [number, number.upper(), f"{here.number_prefix if here else ''}{number}"]
    exact = list(_columns(on_desk(actor).filter(number__in=numbers)[:1]))
    newest = on_desk(actor).order_by("-last_activity_at", "-id").values("pk")[:NEWEST]
    begins = on_desk(actor).filter(pk__in=newest, subject__istartswith=wanted)
    found = {row["number"]: row for row in [*exact, *_columns(begins.order_by("-last_activity_at")[:LIMIT])]}
    return list(found.values())[:LIMIT]


def _columns(tickets: Any) -> Any:
    return tickets.values("number", "subject", "status", "language")


def _people(actor: Actor, wanted: str) -> list[dict[str, Any]]:
    """Requesters of tickets that the actor sees, each with the number of the newest one."""
    begins = Q(by_name__startswith=wanted.lower()) | Q(email__startswith=wanted.lower())
    people = User.objects.annotate(by_name=Lower("name")).filter(begins).order_by("by_name", "pk")
    rows = {pk: (name, email) for pk, name, email in people.values_list("pk", "name", "email")[: LIMIT * 4]}
    newest: dict[int, str] = {}
    for requester, number in (
        on_desk(actor)
        .filter(requester_id__in=list(rows))
        .order_by("-last_activity_at")
        .values_list("requester_id", "number")[:500]
    ):
        newest.setdefault(requester, number)
    return [
        {"name": rows[pk][0] or rows[pk][1], "email": rows[pk][1], "number": number}
        for pk, number in list(newest.items())[:LIMIT]
    ]
