"""Handing fetched messages to the one way in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import structlog
from django.db import DatabaseError, DataError
from django.db.models import F

from divan.core.jobs import described
from divan.mail import intake
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.models import IncomingServer
from divan.mail.recipients import recipients_in, return_path

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 50
MOST_BYTES_AT_ONCE = 4_000_000


def take(server: IncomingServer, messages: Mapping[str, bytes]) -> list[str]:
    """Keep messages, and return the marks of those that are safe here: the same rows every time.

    They belong to the server's mailbox even if that stands in no header. One that is such that it cannot be kept
    is missing in the answer. Raises FetchFailed if none can be kept just now.
    """
    enveloped = {mark: (raw, _envelope(server, raw)) for mark, raw in messages.items()}
    try:
        try:
            intake.take_in_all(list(enveloped.values()))
            taken = list(messages)
        except DataError:
            taken = [mark for mark, one in enveloped.items() if _take_alone(server, *one)]
    except (OSError, DatabaseError) as failure:
        raise FetchFailed(Kind.STORAGE, said=described(failure)) from failure
    _count(server, len(taken))
    return taken


def in_groups(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """The marks in their order, in groups of messages that are in memory at the same time and stored together."""
    group: list[str] = []
    size = 0
    for mark, each in sizes.items():
        if group and (len(group) >= MOST_AT_ONCE or size + each > MOST_BYTES_AT_ONCE):
            yield group
            group, size = [], 0
        group.append(mark)
        size += each
    if group:
        yield group


def _take_alone(server: IncomingServer, raw: bytes, envelope: intake.Envelope) -> bool:
    try:
        intake.take_in(raw, envelope)
    except DataError:
        log.exception("a fetched message cannot be kept", server=server.pk)
        return False
    return True


def _count(server: IncomingServer, count: int) -> None:
    if count:
        IncomingServer.objects.filter(pk=server.pk).update(fetched=F("fetched") + count)


def _envelope(server: IncomingServer, raw: bytes) -> intake.Envelope:
    try:
        sender, named = return_path(raw), recipients_in(raw)
    except DatabaseError:
        raise
    except Exception:
        log.exception("the headers of a fetched message cannot be read", server=server.pk)
        sender, named = "", ()
    recipients = named or (server.mailbox.address,)
    return intake.Envelope(sender, recipients, way=server.kind, mailbox=server.mailbox)
