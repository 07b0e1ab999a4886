"""Fetching by POP3 from a real server, and from one that knows too little."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from divan.mail.models import FetchMark, InboundMail, Mailbox
from divan.mail.tests.fetching import fetch, identifiers, message, pop3_server, taken
from tests.support.dovecot import Dovecot
from tests.support.poor_server import poor_pop3

pytestmark = pytest.mark.django_db(transaction=True)

Mailboxes = tuple[Mailbox, Mailbox]


def test_left_messages_are_remembered(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = pop3_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1), message(2))
    fetch(server)
    dovecot.deliver(server.username, message(3))
    fetch(server)
    assert taken() == identifiers(1, 2, 3)
    assert (server.fetched, server.last_error) == (3, "")
    assert len(dovecot.flags(server.username)) == 3
    assert set(InboundMail.objects.values_list("way", flat=True)) == {"pop3"}


def test_marks_of_messages_that_are_gone_are_dropped(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = pop3_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1), message(2))
    fetch(server)
    with dovecot.mail_program(server.username) as program:
        program.select()
        program.store("1", "+FLAGS", r"(\Deleted)")
        program.expunge()
    fetch(server)
    assert FetchMark.objects.count() == 1
    assert taken() == identifiers(1, 2)


def test_fetched_messages_are_deleted(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = pop3_server(mailboxes[0], dovecot, after="delete")
    dovecot.deliver(server.username, *(message(number) for number in range(60)))
    fetch(server)
    assert len(taken()) == 60
    assert dovecot.flags(server.username) == []
    fetch(server)
    assert FetchMark.objects.count() == 0


def test_known_messages_cost_no_queries(
    mailboxes: Mailboxes, dovecot: Dovecot, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    server = pop3_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, *(message(number) for number in range(60)))
    fetch(server)
    with django_assert_max_num_queries(12):
        fetch(server)


def test_lines_that_begin_with_a_dot_and_very_long_ones_are_kept(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    server = pop3_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1, body=".\r\n..two\r\n" + "long " * 5000))
    fetch(server)
    raw = InboundMail.objects.get().size
    assert raw == len(message(1, body=".\r\n..two\r\n" + "long " * 5000))


def test_without_identifiers_mail_can_only_be_deleted(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with poor_pop3(message(1), message(2)) as poor:
        server = pop3_server(mailboxes[0], dovecot, port=poor.port)
        fetch(server)
        assert "UIDL" in server.last_error
        assert taken() == []
        type(server).objects.update(after="delete")
        fetch(server)
    assert taken() == identifiers(1, 2)
    assert poor.deleted == [1, 2]


def test_session_that_breaks_off_deletes_nothing_and_doubles_nothing(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    with poor_pop3(message(1), message(2), hangs_up_at="QUIT") as poor:
        server = pop3_server(mailboxes[0], dovecot, port=poor.port, after="delete")
        fetch(server)
        assert server.failures == 1
        assert poor.deleted == []
        poor.hangs_up_at = ""
        fetch(server)
    assert taken() == identifiers(1, 2)
    assert poor.deleted == [1, 2]


def test_message_at_which_the_server_hangs_up_keeps_nothing_waiting(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    with poor_pop3(message(1), message(2), message(3), hangs_up_at="RETR 2") as poor:
        server = pop3_server(mailboxes[0], dovecot, port=poor.port, after="delete")
        fetch(server)
        assert server.failures == 1
        fetch(server)
    assert (server.failures, taken()) == (0, identifiers(1, 3))
    assert FetchMark.objects.get().problem == "not_handed"
