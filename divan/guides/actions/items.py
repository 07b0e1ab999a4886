"""Checklists on a ticket: add one, tick, add single items."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.guides.access import item_for
from divan.guides.events import ChecklistAdded, ItemAdded, ItemRemoved, ItemTicked, ItemUnticked
from divan.guides.models import Checklist, TicketItem
from divan.tickets import access
from divan.tickets.log import record
from divan.tickets.models import Ticket

MOST_ITEMS = 100
LONGEST_ITEM = 300


def add_checklist(ticket: Ticket, checklist_id: int, *, actor: Actor) -> list[TicketItem]:
    """Copy the items of a template to the ticket; one that is there already is not added again."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        template = Checklist.objects.filter(pk=checklist_id, is_active=True).first()
        if template is None:
            raise Refused(_("This checklist is no longer in use."), field="checklist")
        if TicketItem.objects.filter(ticket=row, checklist=template).exists():
            return []
        items = list(template.items.all())
        begin = _room_for(row, len(items))
        made = TicketItem.objects.bulk_create(
            TicketItem(
                ticket=row,
                checklist=template,
                words=item.words,
                is_required=item.is_required,
                position=begin + place,
            )
            for place, item in enumerate(items)
        )
        record(row, ChecklistAdded(checklist=template.pk), actor=actor)
        return made


def add_ticket_item(ticket: Ticket, text: str, *, actor: Actor) -> TicketItem:
    """Something to be done on this ticket alone."""
    words = " ".join(text.split())[:LONGEST_ITEM]
    if not words:
        raise Refused(_("Say what is to be done."), field="text")
    with transaction.atomic():
        row = _locked(ticket, actor)
        place = _room_for(row, 1)
        item = TicketItem.objects.create(
            ticket=row, words={(get_language() or "en").split("-")[0]: words}, position=place
        )
        record(row, ItemAdded(item=item.pk), actor=actor)
        return item


def remove_ticket_item(ticket: Ticket, item_id: int, *, actor: Actor) -> None:
    """Take an item off the list. A required one keeps the ticket from being solved, so not everybody may."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        item = item_for(actor, ticket, item_id)
        if item.is_required and not access.may(actor, "remove_required_item", row):
            raise Refused(
                _("This item is required. Only those who may change the ticket can take it off the list.")
            )
        told = ItemRemoved(item=item.pk, checklist=item.checklist_id, is_required=item.is_required)
        item.delete()
        record(row, told, actor=actor)


def tick(ticket: Ticket, item_id: int, *, actor: Actor) -> TicketItem:
    """The item is done."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        item = item_for(actor, ticket, item_id)
        if item.ticked_at is None:
            item.ticked_at, item.ticked_by_id = clock.now(), actor.person_id
            item.save(update_fields=["ticked_at", "ticked_by"])
            record(row, ItemTicked(item=item.pk), actor=actor)
        return item


def untick(ticket: Ticket, item_id: int, *, actor: Actor) -> TicketItem:
    """The item is not done after all."""
    with transaction.atomic():
        row = _locked(ticket, actor)
        item = item_for(actor, ticket, item_id)
        if item.ticked_at is not None:
            item.ticked_at, item.ticked_by_id = None, None
            item.save(update_fields=["ticked_at", "ticked_by"])
            record(row, ItemUnticked(item=item.pk), actor=actor)
        return item


def _locked(ticket: Ticket, actor: Actor) -> Ticket:
    row = Ticket.objects.select_for_update().get(pk=ticket.pk)
    access.require(actor, "follow_checklist", row)
    return row


def _room_for(ticket: Ticket, more: int) -> int:
    """The place of the next item; refused where the list would become too long."""
    last = TicketItem.objects.filter(ticket=ticket).aggregate(last=Max("position"))["last"]
    place = 0 if last is None else int(last) + 1
    if place + more > MOST_ITEMS:
        raise Refused(_("The list is too long. Take something off it first."))
    return place
