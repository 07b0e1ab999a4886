"""Regular work on chats: waits that lead nowhere end, and so do talks whose visitor has gone. Whose expert has gone is
handed on, and what was not read before the end is mailed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from divan.chat.actions.ending import end_locked
from divan.chat.actions.following_up import look_again
from divan.chat.actions.lines import announce
from divan.chat.actions.relieving import relieve
from divan.chat.limits import GONE_ACTIVE, GONE_WAITING, HERE
from divan.chat.models import Chat, EndReason, State
from divan.chat.queries.stranded import stranded
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.core.jobs import claimable
from divan.core.schedules import every
from divan.tickets.log import batch

BATCH = 200
STEP = timedelta(seconds=15)


@every("sweep chats", STEP)
def sweep_chats() -> None:
    """End what nobody waits for any more, each chat in a transaction of its own; what one run does not reach, the next
    one does. Visitors who have just gone are told to those who talk with them.
    """
    now = clock.now()
    running = Chat.objects.exclude(state=State.ENDED).order_by("visitor_seen_at", "pk")
    for pk in _ids(running.filter(visitor_seen_at__lte=now - HERE, visitor_seen_at__gt=now - HERE - STEP)):
        _each(pk, announce)
    for pk in _ids(running.filter(state=State.ACTIVE, visitor_seen_at__lte=now - GONE_ACTIVE)):
        _each(pk, _end_talk)
    waiting = Chat.objects.filter(state=State.WAITING).order_by("waiting_since", "pk")
    for pk in _ids(waiting.filter(waiting_since__lte=now - GONE_WAITING)):
        _each(pk, _end_wait)
    for pk in _ids(stranded().order_by("pk")):
        _each(pk, _relieve)
    for pk in _ids(Chat.objects.filter(read_check_at__lte=now).order_by("read_check_at", "pk")):
        _each(pk, look_again)


def _ids(rows: QuerySet[Chat]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _each(pk: int, work: Callable[[Chat], None]) -> None:
    """Do it to the chat, locked, unless somebody else has it just now."""
    with transaction.atomic(), batch():
        row = claimable(Chat.objects.filter(pk=pk).select_related("ticket", "site")).first()
        if row is not None:
            work(row)


def _end_talk(row: Chat) -> None:
    if row.state == State.ACTIVE and row.visitor_seen_at <= clock.now() - GONE_ACTIVE:
        end_locked(row, actor=SYSTEM, reason=EndReason.SILENCE)


def _relieve(row: Chat) -> None:
    if stranded().filter(pk=row.pk).exists():
        relieve(row)


def _end_wait(row: Chat) -> None:
    """Nobody need wait longer than the site says; whoever has left does not wait."""
    now = clock.now()
    longest = timedelta(minutes=row.site.wait_minutes) if row.site else GONE_WAITING
    has_gone = row.visitor_seen_at <= now - GONE_WAITING
    if row.state == State.WAITING and (has_gone or row.waiting_since <= now - longest):
        end_locked(row, actor=SYSTEM, reason=EndReason.UNANSWERED)
