"""The process that fetches mail: a thread for each server, started, watched and ended from one loop.

The loop asks the database every second which servers there are and what is set for them, so a change, a new
server or a switch takes effect without a restart.
"""

from __future__ import annotations

import threading
import time
from datetime import datetime

import structlog
from django.db import close_old_connections, connections
from django.db.models import Exists, OuterRef, Q

from divan.core import clock
from divan.core.jobs import described
from divan.mail.fetching import leases, outcomes
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt, Halted
from divan.mail.fetching.serving import serve
from divan.mail.models import IncomingServer, OAuthGrant

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
# With more servers than this, connections do not stay open to wait for mail: everybody is asked in turn.
MOST_THREADS = 50
FINISH_SECONDS = 5.0

_SETTINGS = (
    "kind",
    "host",
    "port",
    "security",
    "sign_in",
    "username",
    "sealed_password",
    "folders",
    "after",
    "move_to",
    "has_leave",
)
Plan = tuple[object, ...]


class _Work:
    """A server that is being served in a thread of its own."""

    def __init__(self, server: IncomingServer, plan: Plan, lease: datetime, *, stays: bool) -> None:
        self.server, self.plan, self.lease = server, plan, lease
        self.halt = Halt()
        self.thread = threading.Thread(
            target=self._run, args=(stays,), name=f"mail-fetcher-{server.pk}", daemon=True
        )

    def _run(self, stays: bool) -> None:
        try:
            self._serve(stays)
        except Exception:
            log.exception("what became of fetching could not be written down", server=self.server.pk)
        finally:
            connections.close_all()

    def _serve(self, stays: bool) -> None:
        try:
            serve(self.server, self.halt, stays=stays)
        except Halted:
            return
        except FetchFailed as failure:
            log.warning("mail could not be fetched", server=self.server.pk, reason=str(failure))
            outcomes.failed(self.server, failure)
        except Exception as failure:
            log.exception("mail could not be fetched", server=self.server.pk)
            close_old_connections()
            outcomes.failed(self.server, FetchFailed(Kind.OWN, said=described(failure)))


class Fetcher:
    """Fetches from all servers that no other process has."""

    def __init__(self) -> None:
        self._works: dict[int, _Work] = {}
        self._renewed = 0.0

    def run(self, stop: threading.Event) -> None:
        """Fetch until `stop` is set; what is being fetched then is finished or left for the next time."""
        try:
            while not stop.is_set():
                try:
                    self._turn()
                except Exception:
                    log.exception("the servers could not be looked up")
                    close_old_connections()
                stop.wait(TICK_SECONDS)
        finally:
            self._end()

    def _turn(self) -> None:
        wanted = {server.pk: (server, _plan(server)) for server in _active()}
        self._reap()
        self._renew()
        for pk, work in self._works.items():
            if pk not in wanted or wanted[pk][1] != work.plan:
                work.halt.set()
        stays = len(wanted) <= MOST_THREADS
        now = clock.now()
        for pk, (server, plan) in wanted.items():
            is_due = server.next_fetch_at is None or server.next_fetch_at <= now
            if is_due and pk not in self._works and len(self._works) < MOST_THREADS:
                self._start(server, plan, stays)

    def _start(self, server: IncomingServer, plan: Plan, stays: bool) -> None:
        lease = leases.claim(server.pk)
        if lease is not None:
            work = self._works[server.pk] = _Work(server, plan, lease, stays=stays)
            work.thread.start()

    def _reap(self) -> None:
        for pk, work in list(self._works.items()):
            if not work.thread.is_alive():
                leases.release(pk, work.lease)
                work.halt.close()
                del self._works[pk]

    def _renew(self) -> None:
        """Hold what is being worked on; what somebody else has taken meanwhile is left to them."""
        if not self._works or time.monotonic() - self._renewed < leases.RENEW_SECONDS:
            return
        kept = leases.renew({pk: work.lease for pk, work in self._works.items()})
        self._renewed = time.monotonic()
        for pk, work in self._works.items():
            if pk in kept:
                work.lease = kept[pk]
            else:
                work.halt.set()

    def _end(self) -> None:
        for work in self._works.values():
            work.halt.set()
        deadline = time.monotonic() + FINISH_SECONDS
        for work in self._works.values():
            work.thread.join(max(0.0, deadline - time.monotonic()))
        self._reap()
        connections.close_all()


def run(stop: threading.Event) -> None:
    """Fetch mail from all servers until `stop` is set."""
    Fetcher().run(stop)


def _active() -> list[IncomingServer]:
    """The servers to fetch from, those that have waited longest first."""
    leave = OAuthGrant.objects.filter(~Q(sealed_refresh_token=""), mailbox=OuterRef("mailbox"))
    servers = IncomingServer.objects.filter(is_active=True, mailbox__is_active=True)
    servers = servers.select_related("mailbox").annotate(has_leave=Exists(leave))
    return list(servers.order_by("last_fetch_at", "pk"))


def _plan(server: IncomingServer) -> Plan:
    """All that a thread is bound to: when it changes, another one takes over."""
    return (server.mailbox.address, *(getattr(server, name) for name in _SETTINGS))
