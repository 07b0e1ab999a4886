"""Serving one server for as long as all goes well: fetch what is there, wait for more, fetch again."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connections

from divan.mail.fetching import outcomes
from divan.mail.fetching.accounts import account_of
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.imap import ImapClient
from divan.mail.fetching.imap_round import fetch_all, folders_of
from divan.mail.fetching.pop3 import Pop3Client
from divan.mail.fetching.pop3_round import fetch_some
from divan.mail.models import IncomingServer

POLL_SECONDS = 60
# RFC 2177 allows 29 minutes, but many networks forget a silent connection much sooner.
IDLE_SECONDS = 9 * 60


def serve(server: IncomingServer, halt: Halt, *, stays: bool) -> None:
    """Fetch until `halt` is set, or only once unless it `stays`. Raises FetchFailed, and Halted.

    Returns when the server ends a connection that was only waiting: then it is time to connect again.
    """
    outcomes.begun(server)
    if server.kind == IncomingServer.Kind.IMAP:
        _serve_imap(server, halt, stays)
    else:
        _serve_pop3(server, halt, stays)
    if not stays:
        outcomes.ask_again_after(server, timedelta(seconds=POLL_SECONDS))


def _serve_imap(server: IncomingServer, halt: Halt, stays: bool) -> None:
    client = ImapClient(account_of(server), halt)
    try:
        is_good = True
        while is_good:
            trouble = fetch_all(server, client, halt)
            outcomes.succeeded(server, trouble)
            is_good = stays and _wait(server, client, halt, may_idle=trouble is None)
    finally:
        client.close()


def _wait(server: IncomingServer, client: ImapClient, halt: Halt, *, may_idle: bool) -> bool:
    """Wait for more mail, without a connection to the database. False if the server has ended the connection."""
    connections.close_all()
    if not (may_idle and client.can_idle):
        halt.wait(POLL_SECONDS)
        halt.check()
        return True
    began = time.monotonic()
    try:
        client.idle(POLL_SECONDS if len(folders_of(server)) > 1 else IDLE_SECONDS)
        halt.check()
        return True
    except FetchFailed as failure:
        if failure.kind not in (Kind.DROPPED, Kind.TIME):
            raise
    if time.monotonic() - began < POLL_SECONDS:
        outcomes.ask_again_after(server, timedelta(seconds=POLL_SECONDS))
    return False


def _serve_pop3(server: IncomingServer, halt: Halt, stays: bool) -> None:
    while True:
        client = Pop3Client(account_of(server), halt)
        try:
            has_more = fetch_some(server, client, halt)
        finally:
            client.close()
        if has_more:
            continue
        outcomes.succeeded(server)
        if not stays:
            return
        connections.close_all()
        halt.wait(POLL_SECONDS)
        halt.check()
