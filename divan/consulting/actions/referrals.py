"""Asking a colleague or a group about a ticket, and how such a question ends."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.models import Group, Membership, User
from divan.consulting import access
from divan.consulting.events import (
    ReferralAnswered,
    ReferralReturned,
    ReferralTakenBack,
    TicketReferred,
)
from divan.consulting.models import OPEN, Referral
from divan.conversations.actions import Draft
from divan.conversations.models import Message
from divan.core import clock
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from divan.core.l10n.direction import isolate
from divan.realtime import doorbell
from divan.tickets.actions import grant, note, withdraw
from divan.tickets.actions.locking import locked
from divan.tickets.events import Payload
from divan.tickets.log import batch, record
from divan.tickets.models import Because, Ticket


def refer(ticket: Ticket, to: User | Group, question: str, *, actor: Actor) -> Referral:
    """Ask somebody, who sees the ticket as long as the question is open; the owner stays the same.

    Whoever was asked themselves refers on: their question is the parent of this one. Raises Refused without a
    question, for oneself, and for somebody who has an open question on this ticket already.
    """
    with transaction.atomic(), batch():
        row = locked(ticket, "refer", actor)
        column = "group" if isinstance(to, Group) else "person"
        _require_askable(row, to, column, question, actor)
        parent = access.asked_of(actor).filter(ticket=row).order_by("pk").first()
        grant(row, to, because=Because.REFERRAL, actor=actor)
        message = note(row, Draft(text=question), actor=actor)
        made = Referral.objects.create(
            ticket=row,
            parent=parent,
            asked_by_id=actor.id,
            question=message,
            created_at=clock.now(),
            **{column: to},
        )
        row.refresh_from_db()
        payload = TicketReferred(referral=made.pk, message=message.pk, **{column: to.pk})
        record(row, payload, actor=actor)
        return made


def answer_referral(referral: Referral, text: str, *, actor: Actor) -> Referral:
    """Answer with a note. Raises NotAllowed for whoever was not asked."""
    with transaction.atomic(), batch():
        row = _locked(referral)
        if row.state != Referral.State.OPEN:
            return row
        message = _said(row, text, actor, _("Write an answer."))
        said = ReferralAnswered(referral=row.pk, message=message.pk, person=row.asked_by_id)
        return _end(row, Referral.State.ANSWERED, said, message, actor)


def return_referral(referral: Referral, reason: str, *, actor: Actor) -> Referral:
    """Give the question back without an answer; the reason is a note."""
    with transaction.atomic(), batch():
        row = _locked(referral)
        if row.state != Referral.State.OPEN:
            return row
        message = _said(row, reason, actor, _("Write why you return the question."))
        said = ReferralReturned(referral=row.pk, message=message.pk, person=row.asked_by_id)
        return _end(row, Referral.State.RETURNED, said, message, actor)


def take_back_referral(referral: Referral, *, actor: Actor) -> Referral:
    """The question is settled without an answer; only who asked, or who gives tickets to others, says so."""
    with transaction.atomic(), batch():
        row = _locked(referral)
        if not access.may_take_back(actor, row):
            raise NotAllowed(f"referral {row.pk}")
        if row.state != Referral.State.OPEN:
            return row
        said = ReferralTakenBack(referral=row.pk, person=row.person_id, group=row.group_id)
        return _end(row, Referral.State.TAKEN_BACK, said, None, actor)


def _require_askable(row: Ticket, to: User | Group, column: str, question: str, actor: Actor) -> None:
    if not question.strip():
        raise Refused(_("Write what you want to know."), field="question")
    if column == "person" and to.pk == actor.id:
        raise Refused(_("You cannot ask yourself."), field="to")
    if Referral.objects.filter(OPEN, ticket=row, **{column: to}).exists():
        sentence = _("%(name)s was asked already and has not answered yet.")
        raise Refused(sentence % {"name": isolate(str(to))}, field="to")


def _locked(referral: Referral) -> Referral:
    """The question as it is now. The ticket is locked first, as every verb does, so that none waits in a circle."""
    Ticket.objects.select_for_update().get(pk=referral.ticket_id)
    rows = Referral.objects.select_for_update(of=("self",)).select_related("ticket", "person", "group")
    return rows.get(pk=referral.pk)


def _said(row: Referral, text: str, actor: Actor, missing: str) -> Message:
    """The words of whoever was asked, as a note."""
    if not access.is_asked(actor, row):
        raise NotAllowed(f"referral {row.pk}")
    if not text.strip():
        raise Refused(missing, field="text")
    return note(row.ticket, Draft(text=text), actor=actor)


def _end(
    row: Referral, state: Referral.State, payload: Payload, message: Message | None, actor: Actor
) -> Referral:
    row.state, row.answer, row.ended_by_id, row.ended_at = state, message, actor.id, clock.now()
    row.save(update_fields=["state", "answer", "ended_by", "ended_at"])
    ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
    record(ticket, payload, actor=actor)
    withdraw(ticket, row.asked, because=Because.REFERRAL, actor=actor)
    # Those who were asked may stand nowhere else on this ticket: their count hears of it here.
    topics = [f"person:{person}" for person in _asked_people(row)]
    transaction.on_commit(partial(doorbell.ring, topics, event=0, kind="referral"))
    return row


def _asked_people(row: Referral) -> list[int]:
    if row.person_id:
        return [row.person_id]
    members = Membership.objects.filter(group=row.group, right__gte=Right.SEE)
    return list(members.values_list("user_id", flat=True))
