"""Handing a chat over: to a colleague, to another group, or back to the queue."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_of
from divan.accounts.models import Group, User
from divan.chat import access
from divan.chat.actions.conference import (
    able_to_lead,
    end_stay,
    keep_the_others,
    locked,
    make_lead,
    member_of,
    require_running,
    require_taker,
    tell,
)
from divan.chat.actions.lines import add_line, announce, recheck_readers
from divan.chat.actions.queueing import announce_places
from divan.chat.actions.speaking import whisper
from divan.chat.events.conference import ChatTransferred
from divan.chat.models import Chat, Kind, State
from divan.conversations.actions import Draft
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions import note as write_note
from divan.tickets.log import batch


def transfer(
    chat: Chat, *, actor: Actor, to: User | None = None, group: Group | None = None, note: str = ""
) -> Chat:
    """Hand the chat over. A colleague who is in it leads at once; one who is not is offered it alone for a minute, then
    the group. Without both it goes back to its queue. Whoever led leaves; the note is a whisper to all who stay or come.

    A chat that somebody has answered is last in the queue. One that has waited until now keeps its time in the other
    queue too: longest wait first, and nothing else counts, so whoever came later is told that their place has changed.

    Raises Refused for a group out of use, and for a colleague who may not answer in the group.
    """
    with transaction.atomic(), batch():
        row = locked(chat)
        access.require(actor, "transfer", row)
        require_running(row)
        before, wanted = row.group_id, group or row.group
        _require_taker(row, wanted, to)
        if _is_there_already(row, wanted, to):
            return row
        if before != wanted.pk:
            recheck_readers(row)
        _whisper(row, note, actor)
        payload = ChatTransferred(group=wanted.pk, person=to.pk if to else None)
        add_line(row, Kind.TRANSFERRED, member=member_of(row, actor.id), data=payload.as_row())
        _hand_over(row, wanted, to, actor)
        tell(row, payload, actor=actor)
        keep_the_others(row, before)
        announce(row, before_group=before)
        if before != row.group_id:
            for each in (before, row.group_id):
                announce_places(each, behind=row.started_at)
        return row


def _require_taker(row: Chat, group: Group, to: User | None) -> None:
    if group.pk != row.group_id and not group.is_active:
        raise Refused(_("This group is no longer in use."), field="group")
    if to is None:
        return
    if to.pk == row.visitor_id:
        raise Refused(_("This person is the visitor of the chat."), field="person")
    require_taker(to, str(group), actor_of(to).right_in(group.pk))


def _is_there_already(row: Chat, group: Group, to: User | None) -> bool:
    if group.pk != row.group_id:
        return False
    if row.state == State.WAITING:
        return row.waits_for_id == (to.pk if to else None)
    return to is not None and row.lead_id == to.pk


def _whisper(row: Chat, note: str, actor: Actor) -> None:
    """The note, in the name of whoever hands over; who is not in the chat writes it on the ticket."""
    if not note.strip():
        return
    seat = access.seat_of_staff(actor, row.pk)
    if seat is None or not access.may(actor, "whisper", row):
        write_note(row.ticket, Draft(text=note), actor=actor)
        return
    whisper(row, note, seat=seat, key=f"transfer-{row.last_serial}")
    row.refresh_from_db(fields=["last_serial", "last_public", "backstage", "last_line_at"])


def _hand_over(row: Chat, group: Group, to: User | None, actor: Actor) -> None:
    """The new lead, or the place in the queue; whoever led until now leaves."""
    led = member_of(row, row.lead_id)
    row.group = group
    taker = member_of(row, to.pk) if to else None
    if row.state == State.ACTIVE and taker is not None and able_to_lead(row, taker):
        make_lead(row, taker, actor=actor, group_id=group.pk)
    else:
        if row.state == State.ACTIVE:
            row.waiting_since = clock.now()
        row.state, row.waits_for = State.WAITING, to
        row.save(update_fields=["state", "waits_for", "waiting_since"])
        make_lead(row, None, actor=actor, group_id=group.pk)
    if led is not None:
        end_stay(row, led, actor=actor)
