"""A chat whose ticket was moved at the desk goes with it."""

from __future__ import annotations

from django.db import transaction

from divan.chat.actions.conference import keep_the_others, locked
from divan.chat.actions.lines import announce, recheck_readers
from divan.chat.actions.queueing import announce_places
from divan.chat.actions.relieving import can_lead, relieve
from divan.chat.models import Chat, State
from divan.tickets.log import batch
from divan.tickets.models import Ticket


def follow_ticket(ticket_id: int) -> None:
    """Give the running chat of the ticket, if there is one, the ticket's group; doing it twice changes nothing.

    Whoever leads goes on if they may answer there too; otherwise the chat is handed on. One that waits keeps its place by
    how long it has waited: longest wait first, and nothing else counts.
    """
    chat = Chat.objects.filter(ticket_id=ticket_id).exclude(state=State.ENDED).first()
    if chat is None:
        return
    with transaction.atomic(), batch():
        row = locked(chat)
        group = Ticket.objects.values_list("group_id", flat=True).get(pk=ticket_id)
        if group != row.group_id:
            _follow(row, group)


def _follow(row: Chat, group: int) -> None:
    recheck_readers(row)
    before, row.group_id, row.waits_for = row.group_id, group, None
    row.save(update_fields=["group", "waits_for"])
    if row.state == State.WAITING:
        for each in (before, group):
            announce_places(each, behind=row.waiting_since)
    elif row.state == State.ACTIVE and not can_lead(row):
        relieve(row)
    keep_the_others(row, before)
    announce(row, before_group=before)
