"""The worker's side of writing: what is due becomes a message, exactly once.

The row is the job. It is claimed, carried out and marked in one transaction, so a crash at any point leaves it
either waiting or sent; the composer's key makes one message of it in any case.
"""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from divan.accounts.identity import actor_of
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import claimable
from divan.core.schedules import every
from divan.tickets.actions.carrying_out import carry_out
from divan.tickets.actions.drafting import State
from divan.tickets.actions.holding import NeedsReview
from divan.tickets.actions.returning import return_to_draft
from divan.tickets.actions.reviewing import submit
from divan.tickets.actions.ringing import ring
from divan.tickets.actions.sending import SomethingNew, require_nothing_new
from divan.tickets.events import MessageHeld
from divan.tickets.log import record
from divan.tickets.models import Composition, Ticket

log = structlog.get_logger(__name__)

BATCH = 50
KEEP_SENT = timedelta(days=30)


def pump(stop: threading.Event) -> bool:
    """Send up to `BATCH` compositions whose time has come; True if there was any."""
    due = Composition.objects.filter(state=State.WAITING, send_at__lte=clock.now()).order_by("send_at", "id")
    worked = False
    for composition_id in list(due.values_list("pk", flat=True)[:BATCH]):
        if stop.is_set():
            break
        worked = _send(composition_id) or worked
    return worked


def _send(composition_id: int) -> bool:
    """Send one; False when another worker has it or its author has taken it back."""
    try:
        with transaction.atomic():
            row = _claim(composition_id)
            if row is None:
                return False
            with translation.override(row.author.language):
                _carry_out_as_author(row)
    except NeedsReview:
        _submit(composition_id)
    except Refused as refusal:
        _give_back(composition_id, refusal.message, is_news=isinstance(refusal, SomethingNew))
    except NotAllowed:
        _fail(composition_id)
    except DatabaseError:
        raise  # says nothing about this row: the pump gets another turn
    except Exception:
        log.exception("composition could not be sent", composition=composition_id)
        _fail(composition_id)
    return True


def _claim(composition_id: int) -> Composition | None:
    rows = Composition.objects.filter(pk=composition_id, state=State.WAITING, send_at__lte=clock.now())
    related = ("author__role", "author__organization", "ticket__requester", "group", "forwarded")
    return claimable(rows.select_related(*related)).first()


def _carry_out_as_author(row: Composition) -> None:
    if not row.author.is_active:
        raise NotAllowed("the author has left")
    require_nothing_new(row)
    carry_out(row, actor=actor_of(row.author))


def _submit(composition_id: int) -> None:
    """Since it was scheduled, it was decided that its author's replies are reviewed."""
    with transaction.atomic():
        if (row := _claim(composition_id)) is not None:
            submit(row, actor=actor_of(row.author))


def _give_back(composition_id: int, sentence: str, *, is_news: bool) -> None:
    """Let the author have it as a draft again, and tell them why."""
    with transaction.atomic():
        row = _claim(composition_id)
        if row is None:
            return
        with translation.override(row.author.language):
            error = _("The customer wrote before this was sent.") if is_news else sentence
        return_to_draft(row, error)
        ring(row, "composition.held")
        if row.ticket_id:
            ticket = Ticket.objects.select_for_update().get(pk=row.ticket_id)
            reason = "news" if is_news else "refused"
            record(ticket, MessageHeld(person=row.author_id, reason=reason), actor=SYSTEM)


def _fail(composition_id: int) -> None:
    """The author may no longer write there: what they wrote stays theirs, in the list of their drafts."""
    with transaction.atomic():
        row = _claim(composition_id)
        if row is None:
            return
        with translation.override(row.author.language):
            row.error = _("It could not be sent. The text is kept here.")
        row.state, row.send_at = State.FAILED, None
        row.save(update_fields=["state", "send_at", "error"])
        ring(row, "composition.held")


@every("tickets.forget_sent", timedelta(days=1))
def forget_sent() -> None:
    """What was sent is in the conversation; its composition is only kept while somebody could send it again."""
    Composition.objects.filter(state=State.SENT, updated_at__lt=clock.now() - KEEP_SENT).delete()
