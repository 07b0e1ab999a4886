"""Fetching from a real IMAP server: what arrives is here once, and the server's copy is treated as was said."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from divan.core import clock
from divan.core.jobs import drain
from divan.mail.intake import LARGEST_MESSAGE, raw_bytes
from divan.mail.models import FetchedFolder, FetchMark, InboundMail, Mailbox
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import BILLING, SUPPORT
from divan.mail.tests.fetching import fetch, identifiers, imap_server, message, taken
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast
from tests.support.dovecot import Dovecot
from tests.support.poor_server import poor_imap

pytestmark = pytest.mark.django_db(transaction=True)

Mailboxes = tuple[Mailbox, Mailbox]


def test_message_is_taken_byte_for_byte_and_stays_unread(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    raw = (
        b"Subject: caf\xe9\r\nMessage-ID: <raw@customer.example>\r\n\r\n.dot\r\nlong " + b"x" * 5000 + b"\r\n"
    )
    dovecot.deliver(server.username, raw)
    fetch(server)
    kept = InboundMail.objects.get()
    assert raw_bytes(kept) == raw
    assert (kept.way, kept.mailbox, kept.recipients) == ("imap", mailboxes[0], [SUPPORT])
    (flags,) = dovecot.flags(server.username)
    assert "Seen" not in flags


def test_row_tells_that_all_is_well(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, failures=3, last_error="before")
    dovecot.deliver(server.username, message(1), message(2))
    fetch(server)
    assert (server.fetched, server.failures, server.last_error) == (2, 0, "")
    assert server.last_fetch_at
    assert server.last_success_at


def test_left_messages_are_not_taken_again(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1))
    fetch(server)
    dovecot.deliver(server.username, message(2))
    fetch(server)
    fetch(server)
    assert taken() == identifiers(1, 2)
    assert server.fetched == 2
    assert FetchMark.objects.count() == 0


def test_first_time_old_mail_that_was_read_is_left_alone(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1), flags=r"(\Seen)")
    dovecot.deliver(server.username, message(2))
    fetch(server)
    dovecot.deliver(server.username, message(3), flags=r"(\Seen)")
    fetch(server)
    assert taken() == identifiers(2, 3)


def test_fetched_messages_are_deleted_and_no_others(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, after="delete")
    dovecot.deliver(server.username, *(message(number) for number in range(120)))
    fetch(server)
    assert len(taken()) == 120
    assert dovecot.flags(server.username) == []
    assert FetchMark.objects.count() == 0


def test_what_was_marked_before_a_crash_is_deleted_without_being_taken_again(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    server = imap_server(mailboxes[0], dovecot, after="delete")
    fetch(server)
    folder = FetchedFolder.objects.get()
    dovecot.deliver(server.username, message(1), message(2))
    FetchMark.objects.create(
        server=server, folder="INBOX", validity=folder.validity, uid="1", seen_at=folder.known_since
    )
    fetch(server)
    assert taken() == identifiers(2)
    assert dovecot.flags(server.username) == []


def test_fetched_messages_are_moved_to_a_folder_that_is_made(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, after="move", move_to="Çözülen & biten")
    dovecot.deliver(server.username, message(1), message(2))
    fetch(server)
    assert server.last_error == ""
    assert taken() == identifiers(1, 2)
    assert dovecot.flags(server.username) == []
    assert len(dovecot.flags(server.username, "&AMcA9g-z&APw-len &- biten")) == 2


def test_several_folders_and_one_that_is_missing(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, folders="INBOX\nNowhere\nWeb")
    dovecot.deliver(server.username, message(1))
    dovecot.deliver(server.username, message(2), folder="Web")
    fetch(server)
    assert taken() == identifiers(1, 2)
    assert "Nowhere" in server.last_error
    assert server.failures == 0


def test_new_uidvalidity_is_read_again_without_doubling(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, folders="Web")
    dovecot.deliver(server.username, message(1), flags=r"(\Seen)", folder="Web")
    dovecot.deliver(server.username, message(2), folder="Web")
    fetch(server)
    before = FetchedFolder.objects.get().validity
    with dovecot.mail_program(server.username) as program:
        program.delete("Web")
    dovecot.deliver(server.username, message(2), message(3), message(4), folder="Web", flags=r"(\Seen)")
    fetch(server)
    assert FetchedFolder.objects.get().validity != before
    assert taken() == identifiers(2, 3, 4)


def test_too_large_message_is_named_and_keeps_nothing_waiting(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    large = message(2, body="x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * (LARGEST_MESSAGE // 72))
    dovecot.deliver(server.username, message(1), large, message(3))
    fetch(server)
    fetch(server)
    assert taken() == identifiers(1, 3)
    mark = FetchMark.objects.get()
    assert (mark.problem, mark.size > LARGEST_MESSAGE) == ("too_large", True)
    assert "Message 2" in mark.note


def test_mail_belongs_to_the_mailbox_even_if_it_is_addressed_to_nobody(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    server = imap_server(mailboxes[1], dovecot)
    dovecot.deliver(server.username, message(1, to="undisclosed-recipients:;"))
    fetch(server)
    kept = InboundMail.objects.get()
    assert (kept.mailbox.address, kept.recipients, kept.envelope_from) == (
        BILLING,
        [BILLING],
        "celina@customer.example",
    )


def test_answer_to_a_signed_address_finds_its_ticket(
    people: Cast, mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    ticket = open_ticket(people)
    server = imap_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1, to=f"Support <{reply_address(SUPPORT, ticket.pk)}>"))
    fetch(server)
    drain()
    assert Ticket.objects.count() == 1
    assert InboundMail.objects.get().ticket == ticket


def test_a_thousand_addresses_are_not_believed(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot)
    many = ", ".join(reply_address(SUPPORT, number) for number in range(1, 300))
    dovecot.deliver(server.username, message(1, to=many))
    fetch(server)
    assert len(InboundMail.objects.get().recipients) == 50


def test_known_messages_cost_no_queries(
    mailboxes: Mailboxes, dovecot: Dovecot, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    server = imap_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, *(message(number) for number in range(60)))
    fetch(server)
    with django_assert_max_num_queries(12):
        fetch(server)
    assert len(taken()) == 60


def test_message_that_the_server_refuses_keeps_nothing_waiting(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    with poor_imap(message(1), message(2), message(3), fails_at=2, refuses=True) as poor:
        server = fetch(imap_server(mailboxes[0], dovecot, port=poor.port))
        assert (server.failures, taken()) == (0, identifiers(1, 3))
        poor.fails_at = 0
        FetchMark.objects.update(next_try_at=clock.now())
        fetch(server)
    assert taken() == identifiers(1, 2, 3)
    assert not FetchMark.objects.exists()


def test_message_at_which_the_server_hangs_up_is_left_out_and_tried_later(
    mailboxes: Mailboxes, dovecot: Dovecot
) -> None:
    with poor_imap(message(1), message(2), message(3), fails_at=2, refuses=False) as poor:
        server = fetch(imap_server(mailboxes[0], dovecot, port=poor.port))
        assert server.failures == 1
        fetch(server)
        assert (server.failures, taken()) == (0, identifiers(1, 3))
        assert FetchMark.objects.get().uid == "2"
        poor.fails_at = 0
        FetchMark.objects.update(next_try_at=clock.now())
        fetch(server)
    assert taken() == identifiers(1, 2, 3)


def test_server_that_can_only_remove_all_that_is_marked(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with poor_imap(message(1), message(2)) as poor:
        server = fetch(imap_server(mailboxes[0], dovecot, port=poor.port, after="delete"))
    assert (server.failures, taken(), poor.messages) == (0, identifiers(1, 2), {})


def test_what_others_have_marked_is_not_removed_with_ours(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with poor_imap(message(1), message(2), fails_at=2, refuses=True) as poor:
        poor.marked.add(2)
        server = fetch(imap_server(mailboxes[0], dovecot, port=poor.port, after="delete"))
        assert (set(poor.messages), poor.marked) == ({1, 2}, {1, 2})
        fetch(server)
    assert (server.failures, taken()) == (0, identifiers(1))


def test_server_that_cannot_move_copies_and_removes(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with poor_imap(message(1), message(2)) as poor:
        server = fetch(imap_server(mailboxes[0], dovecot, port=poor.port, after="move", move_to="Done"))
    assert (server.failures, taken(), poor.messages) == (0, identifiers(1, 2), {})
    assert poor.copies == {"Done": [message(1), message(2)]}
