"""Guests who lost their link ask for a new one; the worker finds out whether there is anything to send."""

from __future__ import annotations

import threading

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from divan.accounts.models import User
from divan.accounts.models.users import clean_address
from divan.core import clock
from divan.core.jobs import claimable
from divan.core.l10n.numbers import ascii_digits
from divan.tickets.hooks import link_senders
from divan.tickets.models import LinkRequest, Participant, Ticket

log = structlog.get_logger(__name__)

BATCH = 20


def request_link(number: str, email: str) -> None:
    """Keep the request. Takes the same time and says the same whether or not there is such a ticket."""
    LinkRequest.objects.create(
        number=ascii_digits(number).strip()[:40],
        email=clean_address(email)[:254],
        created_at=clock.now(),
    )


def pump(stop: threading.Event) -> bool:
    """Work off up to `BATCH` requests; True if there were any. They wait while nobody can send."""
    if not link_senders.values():
        return False
    waiting = list(LinkRequest.objects.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for key in waiting:
        if stop.is_set():
            break
        _answer(key)
    return bool(waiting)


def _answer(key: int) -> None:
    """Send what was asked for, once. A request that fails is dropped: its owner can simply ask again."""
    try:
        with transaction.atomic():
            if request := _claim(key):
                _send(request)
                request.delete()
    except Exception:
        log.exception("link request failed", request=key)
        LinkRequest.objects.filter(pk=key).delete()


def _claim(key: int) -> LinkRequest | None:
    return claimable(LinkRequest.objects.filter(pk=key)).first()


def _send(request: LinkRequest) -> None:
    person = User.objects.filter(email=request.email, is_active=True).first()
    ticket = _ticket_of(person, request.number) if person else None
    if person and ticket:
        for send in link_senders.values():
            send(ticket, person)


def _ticket_of(person: User, number: str) -> Ticket | None:
    """The ticket with that number, if the person asked it or takes part in it."""
    takes_part = Participant.objects.filter(ticket_id=OuterRef("pk"), user_id=person.pk)
    mine = Ticket.objects.filter(Q(requester_id=person.pk) | Exists(takes_part))
    return mine.filter(number__in=[number, number.upper()]).first()
