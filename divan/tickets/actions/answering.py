"""Two verbs in one step, as the desk offers them: answer and wait, answer and solve, note and close."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from django.db import transaction

from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.core.actors import Actor
from divan.tickets.actions.finishing import close, solve, wait
from divan.tickets.actions.participating import set_participants
from divan.tickets.actions.replying import note, reply
from divan.tickets.log import batch
from divan.tickets.models import Ticket


class Then(StrEnum):
    """What follows an answer."""

    NOTHING = ""
    WAIT = "wait"
    SOLVE = "solve"


def answer(
    ticket: Ticket,
    draft: Draft,
    *,
    actor: Actor,
    then: Then = Then.NOTHING,
    participants: Collection[User] | None = None,
) -> None:
    """Reply, and wait for the requester or solve the ticket with it: all of it or nothing, one batch.

    `participants`, if given, are those who take part from then on.
    """
    with transaction.atomic(), batch():
        if participants is not None:
            set_participants(ticket, participants, actor=actor)
        match then:
            case Then.SOLVE:
                solve(ticket, actor=actor, draft=draft)
            case Then.WAIT:
                reply(ticket, draft, actor=actor)
                wait(ticket, actor=actor)
            case _:
                reply(ticket, draft, actor=actor)


def close_with_note(
    ticket: Ticket,
    text: str = "",
    *,
    actor: Actor,
    reason: str = "",
    duplicate_of: Ticket | None = None,
    client_key: str | None = None,
) -> Ticket:
    """Close the ticket, and keep the closing note (T21) with it as an internal note if there is one.

    The same `client_key` twice is one note.
    """
    with transaction.atomic(), batch():
        if text.strip():
            note(ticket, Draft(text=text, client_key=client_key), actor=actor)
        return close(ticket, actor=actor, reason=reason, duplicate_of=duplicate_of)
