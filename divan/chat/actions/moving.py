"""A chat whose ticket was moved at the desk waits in the queue of the other group."""

from __future__ import annotations

from django.db import transaction

from divan.chat.actions.conference import locked
from divan.chat.actions.lines import announce
from divan.chat.models import Chat, State
from divan.tickets.models import Ticket


def follow_ticket(ticket_id: int) -> None:
    """Give the running chat of the ticket, if there is one, the ticket's group; doing it twice changes nothing."""
    chat = Chat.objects.filter(ticket_id=ticket_id).exclude(state=State.ENDED).first()
    if chat is None:
        return
    with transaction.atomic():
        row = locked(chat)
        before = row.group_id
        group = Ticket.objects.values_list("group_id", flat=True).get(pk=ticket_id)
        if group == before:
            return
        row.group_id = group
        row.save(update_fields=["group"])
        announce(row, before_group=before)
