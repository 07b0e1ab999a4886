"""Trying a server out for "test this mailbox": step by step, within seconds, changing nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.mail.fetching.accounts import account_of
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt, Halted
from divan.mail.fetching.imap import ImapClient
from divan.mail.fetching.imap_round import folders_of
from divan.mail.fetching.pop3 import Pop3Client
from divan.mail.models import IncomingServer

TEST_SECONDS = 10.0
_MOST_FOLDERS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried, as a sentence in the language of whoever asked."""

    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """What was tried, in order; the last step is the one that failed, if any has."""

    __test__ = False  # pytest collects what is called so

    steps: tuple[Step, ...]
    folders: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)


def test_server(server: IncomingServer, *, seconds: float = TEST_SECONDS) -> TestResult:  # noqa: PT028 - no test
    """Connect, sign in, look at the folders and count the messages. `server` need not be saved."""
    steps: list[Step] = []
    folders: list[str] = []
    with _time_limit(seconds) as halt:
        try:
            if server.kind == IncomingServer.Kind.IMAP:
                _try_imap(server, halt, seconds, steps, folders)
            else:
                _try_pop3(server, halt, seconds, steps)
        except Halted:
            steps.append(Step(False, FetchFailed(Kind.TIME, host=server.host).sentence()))
        except FetchFailed as failure:
            steps.append(Step(False, failure.sentence()))
    return TestResult(tuple(steps), tuple(folders))


test_server.__test__ = False  # type: ignore[attr-defined]


def _try_imap(
    server: IncomingServer, halt: Halt, seconds: float, steps: list[Step], folders: list[str]
) -> None:
    client = ImapClient(account_of(server), halt, seconds=seconds)
    try:
        steps.append(_signed_in(server))
        folders += client.folders()
        for name in folders_of(server)[::-1]:
            steps.append(_look_at(client, name, folders))
    finally:
        client.close()


def _look_at(client: ImapClient, name: str, folders: list[str]) -> Step:
    try:
        count = client.open(name, may_change=False).count
    except FetchFailed as failure:
        if failure.kind is not Kind.NO_FOLDER:
            raise
        words = {"name": name, "folders": ", ".join(folders[:_MOST_FOLDERS_SHOWN])}
        return Step(False, _("There is no folder “%(name)s”. There are: %(folders)s") % words)
    words = {"name": name, "num": str(count)}
    sentence = ngettext(
        "The folder “%(name)s” holds %(num)s message.", "The folder “%(name)s” holds %(num)s messages.", count
    )
    return Step(True, sentence % words)


def _try_pop3(server: IncomingServer, halt: Halt, seconds: float, steps: list[Step]) -> None:
    client = Pop3Client(account_of(server), halt, seconds=seconds)
    try:
        steps.append(_signed_in(server))
        listed = client.messages()
        count = len(listed)
        sentence = ngettext("%(num)s message is on the server.", "%(num)s messages are on the server.", count)
        steps.append(Step(True, sentence % {"num": str(count)}))
        if server.after == IncomingServer.After.LEAVE and any(not each.identifier for each in listed):
            steps.append(Step(False, FetchFailed(Kind.NO_IDENTIFIERS, host=server.host).sentence()))
    finally:
        client.close()


def _signed_in(server: IncomingServer) -> Step:
    words = {"host": server.host, "user": server.username}
    return Step(True, _("Connected to %(host)s and signed in as %(user)s.") % words)


@contextmanager
def _time_limit(seconds: float) -> Iterator[Halt]:
    """Something that is set after `seconds`."""
    halt = Halt()
    timer = threading.Timer(seconds, halt.set)
    timer.daemon = True
    timer.start()
    try:
        yield halt
    finally:
        timer.cancel()
        timer.join()
        halt.close()
