"""What stands on a server's row about the last time that it was asked."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation

from divan.core import clock
from divan.mail.fetching.failures import FetchFailed
from divan.mail.models import IncomingServer

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)


def begun(server: IncomingServer) -> None:
    """We are asking it now."""
    IncomingServer.objects.filter(pk=server.pk).update(last_fetch_at=clock.now())


def succeeded(server: IncomingServer, trouble: FetchFailed | None = None) -> None:
    """Everything that could be had is here; `trouble` is what could not."""
    now = clock.now()
    IncomingServer.objects.filter(pk=server.pk).update(
        last_fetch_at=now,
        last_success_at=now,
        failures=0,
        last_error=_sentence(server, trouble) if trouble else "",
        next_fetch_at=None,
    )


def failed(server: IncomingServer, failure: FetchFailed) -> None:
    """It could not be asked: wait a minute before the next time, then two, up to an hour."""
    now = clock.now()
    failures = IncomingServer.objects.values_list("failures", flat=True).filter(pk=server.pk).first() or 0
    pause = min(_FIRST_PAUSE * 2 ** min(failures, 10), _LONGEST_PAUSE)
    IncomingServer.objects.filter(pk=server.pk).update(
        last_fetch_at=now,
        failures=failures + 1,
        last_error=_sentence(server, failure),
        next_fetch_at=now + pause,
    )


def ask_again_after(server: IncomingServer, pause: timedelta) -> None:
    """Nothing is wrong, but the next time need not be at once."""
    IncomingServer.objects.filter(pk=server.pk).update(next_fetch_at=clock.now() + pause)


def _sentence(server: IncomingServer, failure: FetchFailed) -> str:
    """In the mailbox's language: nobody is reading just now."""
    with translation.override(server.mailbox.language):
        return failure.sentence()
