"""What goes wrong between us and a server is told in words, and is tried again later and later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from divan.core.sealing import seal
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.fetching.testing import test_server as try_server
from divan.mail.models import IncomingServer, Mailbox
from divan.mail.tests.fetching import fetch, identifiers, imap_server, message, pop3_server, taken
from tests.support.dovecot import Dovecot
from tests.support.poor_server import poor_pop3, silent_server
from tests.support.product import free_port

pytestmark = pytest.mark.django_db(transaction=True)

Mailboxes = tuple[Mailbox, Mailbox]


@pytest.mark.parametrize("make", [imap_server, pop3_server])
def test_wrong_password_is_called_so(mailboxes: Mailboxes, dovecot: Dovecot, make: type) -> None:
    server = make(mailboxes[0], dovecot, sealed_password=seal("wrong", purpose=PURPOSE))
    fetch(server)
    assert server.last_error.startswith("127.0.0.1 refused the user name or the password")
    assert server.last_success_at is None


def test_pauses_grow_from_a_minute_to_an_hour(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, port=free_port())
    pauses = []
    for _time in range(8):
        fetch(server)
        assert server.next_fetch_at
        assert server.last_fetch_at
        pauses.append(round((server.next_fetch_at - server.last_fetch_at) / timedelta(minutes=1)))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert server.failures == 8


def test_success_ends_the_pauses(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, port=free_port())
    fetch(server)
    IncomingServer.objects.update(port=dovecot.imap)
    dovecot.deliver(server.username, message(1))
    fetch(server)
    assert (server.failures, server.last_error, taken()) == (0, "", identifiers(1))


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("make", [imap_server, pop3_server])
def test_certificate_of_an_unknown_authority_is_refused(
    mailboxes: Mailboxes, dovecot: Dovecot, make: type, security: str
) -> None:
    server = make(mailboxes[0], dovecot, security=security)
    server.port = _port(dovecot, server)
    server.save()
    dovecot.deliver(server.username, message(1))
    fetch(server)
    assert "certificate" in server.last_error.lower()
    assert taken() == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("make", [imap_server, pop3_server])
def test_mail_is_fetched_over_a_protected_connection(
    mailboxes: Mailboxes, dovecot: Dovecot, make: type, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.authority))
    server = make(mailboxes[0], dovecot, security=security)
    server.port = _port(dovecot, server)
    server.save()
    dovecot.deliver(server.username, message(1))
    fetch(server)
    assert (server.last_error, taken()) == ("", identifiers(1))


def test_server_without_starttls_gets_no_password(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with poor_pop3(message(1)) as poor:
        server = pop3_server(mailboxes[0], dovecot, port=poor.port, security="starttls")
        fetch(server)
    assert "STARTTLS" in server.last_error


def test_nothing_is_taken_while_it_cannot_be_stored(
    mailboxes: Mailboxes, dovecot: Dovecot, settings: Settings, tmp_path: Path
) -> None:
    server = imap_server(mailboxes[0], dovecot, after="delete")
    dovecot.deliver(server.username, message(1))
    usual, blocked = settings.MEDIA_ROOT, tmp_path / "not a folder"
    blocked.write_text("")
    settings.MEDIA_ROOT = blocked
    fetch(server)
    assert (server.failures, taken(), len(dovecot.flags(server.username))) == (1, [], 1)
    settings.MEDIA_ROOT = usual
    fetch(server)
    assert (server.failures, taken()) == (0, identifiers(1))


def test_trying_out_says_what_works(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, folders="INBOX\nWeb")
    dovecot.deliver(server.username, message(1), folder="Web")
    result = try_server(server)
    assert result.ok
    assert set(result.folders) == {"INBOX", "Web"}
    assert [step.ok for step in result.steps] == [True, True, True]
    assert "1" in result.steps[2].sentence
    server.refresh_from_db()
    assert server.last_fetch_at is None
    assert taken() == []


def test_trying_out_names_the_folders_that_exist(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = imap_server(mailboxes[0], dovecot, folders="Nowhere")
    dovecot.deliver(server.username, message(1), folder="Çözülen".encode("utf-7").decode().replace("+", "&"))
    result = try_server(server)
    assert not result.ok
    assert "Çözülen" in result.folders
    assert "Çözülen" in result.steps[-1].sentence


def test_trying_out_pop3_counts_messages(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    server = pop3_server(mailboxes[0], dovecot)
    dovecot.deliver(server.username, message(1), message(2))
    result = try_server(server)
    assert result.ok
    assert "2" in result.steps[1].sentence
    assert len(dovecot.flags(server.username)) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"host": "mail.no-such-name.invalid"},
            "There is no server with the name mail.no-such-name.invalid.",
        ),
        ({"sealed_password": ""}, "refused the user name or the password"),
    ],
)
def test_trying_out_says_what_is_wrong(
    mailboxes: Mailboxes, dovecot: Dovecot, changes: dict[str, str], words: str
) -> None:
    result = try_server(imap_server(mailboxes[0], dovecot, **changes))
    assert not result.ok
    assert words in result.steps[-1].sentence


def test_trying_out_a_server_that_hangs_ends(mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    with silent_server() as port:
        result = try_server(imap_server(mailboxes[0], dovecot, port=port), seconds=0.3)
    assert [step.ok for step in result.steps] == [False]
    assert "did not answer in time" in result.steps[0].sentence


def _port(dovecot: Dovecot, server: IncomingServer) -> int:
    return int(getattr(dovecot, f"{server.kind}s" if server.security == "tls" else server.kind))
