"""The process that fetches: it waits on the server, shares the work, and follows what is set."""

from __future__ import annotations

import pytest

from divan.core import clock
from divan.core.sealing import seal
from divan.mail.fetching import leases
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.models import InboundMail, IncomingServer, Mailbox
from divan.mail.tests.fetching import (
    identifiers,
    imap_server,
    message,
    pop3_server,
    running_fetcher,
    taken,
)
from tests.processes.running import until
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.poor_server import silent_server

pytestmark = pytest.mark.django_db(transaction=True)

Mailboxes = tuple[Mailbox, Mailbox]


def _has_been_asked() -> bool:
    return IncomingServer.objects.filter(last_success_at__isnull=False).exists()


def test_message_that_arrives_is_here_at_once(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    """By IDLE, because the next poll would be a minute away."""
    server = imap_server(mailboxes[0], dovecot)
    with running_fetcher():
        until(_has_been_asked, "the server was never asked")
        dovecot.deliver(server.username, message(1))
        until(lambda: taken() == identifiers(1), "the first message did not come")
        dovecot.deliver(server.username, message(2))
        until(lambda: taken() == identifiers(1, 2), "the second message did not come")
    server.refresh_from_db()
    assert (server.lease_until, server.last_error) == (None, "")


def test_imap_and_pop3_are_fetched_side_by_side(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    first, second = imap_server(mailboxes[0], dovecot), pop3_server(mailboxes[1], dovecot)
    dovecot.deliver(first.username, message(1))
    dovecot.deliver(second.username, message(2))
    with running_fetcher():
        until(lambda: taken() == identifiers(1, 2), "something was not fetched")
    assert set(InboundMail.objects.values_list("way", flat=True)) == {"imap", "pop3"}


def test_two_processes_never_work_on_the_same_server(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, after="delete")
    dovecot.deliver(server.username, *(message(number) for number in range(100)))
    with running_fetcher(), running_fetcher():
        until(lambda: len(taken()) == 100, "something was not fetched")
        until(_has_been_asked, "the round did not end")
    assert dovecot.log.count(f"Login: user=<{server.username}>") == 2  # whoever delivered, and one of them
    server.refresh_from_db()
    assert server.fetched == 100


def test_server_of_a_living_process_is_left_to_it(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    held = imap_server(mailboxes[0], dovecot, lease_until=clock.now() + leases.LEASE * 100)
    free = imap_server(mailboxes[1], dovecot)
    dovecot.deliver(held.username, message(1))
    dovecot.deliver(free.username, message(2))
    with running_fetcher():
        until(lambda: taken() == identifiers(2), "the free server was not asked")
    held.refresh_from_db()
    assert held.last_fetch_at is None


def test_server_of_a_dead_process_is_taken_over(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, lease_until=clock.now() + leases.LEASE / 10)
    dovecot.deliver(server.username, message(1))
    with running_fetcher():
        until(lambda: taken() == identifiers(1), "the lease never ended")


def test_new_password_counts_without_a_restart(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, sealed_password=seal("wrong", purpose=PURPOSE))
    dovecot.deliver(server.username, message(1))
    failed = IncomingServer.objects.filter(failures=1)
    with running_fetcher():
        until(failed.exists, "the wrong password was taken")
        until(lambda: not failed.exclude(lease_until=None).exists(), "the server was not let go")
        failed.update(sealed_password=seal(PASSWORD, purpose=PURPOSE), next_fetch_at=None)
        until(lambda: taken() == identifiers(1), "the new password was not tried")
    server.refresh_from_db()
    assert (server.failures, server.last_error) == (0, "")


def test_change_while_waiting_counts_at_once(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1), folder="Web")
    with running_fetcher():
        until(_has_been_asked, "the server was never asked")
        IncomingServer.objects.update(folders="Web")
        until(lambda: taken() == identifiers(1), "the new folder was not looked at")


def test_server_that_is_switched_off_is_left(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    with running_fetcher():
        until(_has_been_asked, "the server was never asked")
        IncomingServer.objects.update(is_active=False)
        until(IncomingServer.objects.filter(lease_until=None).exists, "the server was not let go")
        dovecot.deliver(server.username, message(1))
    assert taken() == []


def test_server_that_hangs_stops_neither_the_others_nor_the_end(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    good = imap_server(mailboxes[1], dovecot)
    dovecot.deliver(good.username, message(1))
    with silent_server() as port:
        imap_server(mailboxes[0], dovecot, port=port)
        with running_fetcher():
            until(lambda: taken() == identifiers(1), "the good server had to wait")
    assert not IncomingServer.objects.exclude(lease_until=None).exists()
