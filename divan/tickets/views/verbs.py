"""The verbs of a ticket on the desk, one view each: they answer with what changed on the page."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.l10n.folding import fold
from divan.tickets import access, actions
from divan.tickets.models import Ticket
from divan.tickets.views.answers import verb

# Commas and semicolons of every keyboard, and new lines.
_COMMAS = re.compile(r"[,،;؛\n]")


@verb
def assign_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Make somebody the assignee; "me" is the actor, nothing is nobody."""
    chosen = request.POST.get("assignee", "")
    wanted = request.actor.id if chosen == "me" else _number(request, "assignee")
    actions.assign(ticket, wanted, actor=request.actor)
    if wanted is None:
        return _("The ticket has no assignee now.")
    return _("Assigned to you.") if wanted == request.actor.id else _("Assigned.")


@verb
def move_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Hand the ticket to another group."""
    group = Group.objects.filter(pk=_number(request, "group") or 0).first()
    if group is None:
        raise Refused(_("Choose a group."), field="group")
    actions.move(ticket, group, actor=request.actor)
    return _("Moved to group %(group)s.") % {"group": group}


@verb
def set_ticket_priority(request: HttpRequest, ticket: Ticket) -> str:
    """Set impact and urgency; the priority follows."""
    changed = actions.set_priority(
        ticket,
        impact=request.POST.get("impact", ""),
        urgency=request.POST.get("urgency", ""),
        actor=request.actor,
    )
    return _("Priority: %(priority)s.") % {"priority": changed.get_priority_display()}


@verb
def categorise_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Put the ticket into a category; nothing takes it out of its category."""
    actions.categorise(ticket, _number(request, "category"), actor=request.actor)
    return _("Category changed.")


@verb
def set_ticket_type(request: HttpRequest, ticket: Ticket) -> str:
    """Say what kind of request it is."""
    changed = actions.set_type(ticket, request.POST.get("type", ""), actor=request.actor)
    return _("Type: %(type)s.") % {"type": changed.get_type_display()}


@verb
def set_ticket_asset(request: HttpRequest, ticket: Ticket) -> str:
    """Say which product the ticket is about; nothing is none."""
    actions.set_asset(ticket, _number(request, "asset"), actor=request.actor)
    return _("Product changed.")


@verb
def tag_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Set the tags, typed with commas between them; the button beside a tag sends all, `without` that one."""
    names = _COMMAS.split(request.POST.get("tags", "")[:5000])
    if without := fold(request.POST.get("without", "")):
        names = [name for name in names if fold(name) != without]
    actions.tag(ticket, names, actor=request.actor)
    return _("Tags changed.")


@verb
def wait_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Wait for the requester."""
    return _status_now(actions.wait(ticket, actor=request.actor))


@verb
def hold_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Wait for a third party."""
    return _status_now(actions.hold(ticket, actor=request.actor))


@verb
def open_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Go on working on a ticket that waited."""
    return _status_now(actions.open_again(ticket, actor=request.actor))


@verb
def reopen_ticket(request: HttpRequest, ticket: Ticket) -> str:
    """Open a finished ticket again."""
    return _status_now(actions.reopen(ticket, actor=request.actor))


@verb
def share_message(request: HttpRequest, ticket: Ticket) -> str:
    """Let the customer's side see a message that was kept inside."""
    chosen = _number(request, "message") or 0
    message = access.messages_for(request.actor, ticket).filter(pk=chosen).first()
    if message is None:
        raise Refused(_("Choose a message."))
    actions.share(message, actor=request.actor)
    return _("Message shared with the customer.")


def _status_now(ticket: Ticket) -> str:
    return _("Status: %(status)s.") % {"status": ticket.get_status_display()}


def _number(request: HttpRequest, name: str) -> int | None:
    return id_in(request.POST.get(name, "")) or None
