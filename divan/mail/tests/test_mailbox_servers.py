"""The servers of an address on the settings pages: where its mail is fetched, and where it is handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from divan.accounts import actions as accounts
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.models import AdministrationEntry, User
from divan.core import clock
from divan.core.actors import Right
from divan.core.jobs import drain
from divan.core.sealing import unseal
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.intake import Envelope, take_in
from divan.mail.models import FetchedFolder, FetchMark, InboundMail, IncomingServer, Mailbox, RelaySettings
from divan.mail.relay import current_relay
from divan.mail.tests.conftest import BILLING, SUPPORT, Sink
from divan.mail.tests.fetching import new_user
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.product import free_port

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]
Mailboxes = tuple[Mailbox, Mailbox]

SERVER = {
    "kind": "imap",
    "host": "imap.provider.example",
    "security": "tls",
    "port": "",
    "sign_in": "password",
    "username": "support",
    "password": "pass word",
    "folders": "INBOX\r\n\r\nArchive/2026\r\nINBOX",
    "after": "leave",
    "move_to": "",
}
RELAY = {
    "host": "smtp.provider.example",
    "port": "587",
    "security": "starttls",
    "sign_in": "password",
    "username": "billing",
    "password": "pass word",
}


def place(name: str, mailbox: Mailbox) -> str:
    return reverse(name, kwargs={"mailbox_id": mailbox.pk})


@pytest.fixture
def chief(client_for: Doors, people: Cast) -> Client:
    return client_for(people.administrator)


def test_server_is_stored_with_a_sealed_password(chief: Client, mailboxes: Mailboxes) -> None:
    there = place("settings_incoming_server", mailboxes[0])
    assert chief.post(there, SERVER).status_code == 302
    row = IncomingServer.objects.get()
    assert (row.mailbox, row.port, row.folders) == (mailboxes[0], 993, "INBOX\nArchive/2026")
    assert unseal(row.sealed_password, purpose=PURPOSE) == "pass word"
    assert "pass word" not in row.sealed_password + chief.get(there).text
    assert AdministrationEntry.objects.filter(kind="fetching.set").exists()


def test_empty_password_keeps_the_stored_one(chief: Client, mailboxes: Mailboxes) -> None:
    there = place("settings_incoming_server", mailboxes[0])
    chief.post(there, SERVER)
    chief.post(there, {**SERVER, "password": "", "security": "starttls"})
    row = IncomingServer.objects.get()
    assert (row.port, unseal(row.sealed_password, purpose=PURPOSE)) == (143, "pass word")


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "evil.example", "password": ""},
        {"username": "somebody", "password": ""},
        {"security": "none"},
        {"host": "no host"},
        {"port": "70000"},
        {"username": ""},
        {"after": "move"},
        {"after": "move", "move_to": "INBOX"},
        {"kind": "pop3", "after": "move", "move_to": "Done"},
        {"folders": "\n".join(f"F{number}" for number in range(21))},
        {"folders": "x" * 201},
        {"sign_in": "oauth2"},
    ],
)
def test_what_cannot_work_or_gives_the_password_away_is_refused(
    chief: Client, mailboxes: Mailboxes, changes: dict[str, str]
) -> None:
    there = place("settings_incoming_server", mailboxes[0])
    chief.post(there, SERVER)
    answer = chief.post(there, {**SERVER, **changes})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    row = IncomingServer.objects.get()
    assert (row.host, row.username, row.after) == ("imap.provider.example", "support", "leave")


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "dovecot"])
def test_unprotected_only_inside_our_own_network(chief: Client, mailboxes: Mailboxes, host: str) -> None:
    entered = {**SERVER, "host": host, "security": "none"}
    assert chief.post(place("settings_incoming_server", mailboxes[0]), entered).status_code == 302


def test_another_account_forgets_what_was_fetched(chief: Client, mailboxes: Mailboxes) -> None:
    there = place("settings_incoming_server", mailboxes[0])
    chief.post(there, SERVER)
    row = IncomingServer.objects.get()
    now = clock.now()
    FetchMark.objects.create(server=row, folder="INBOX", validity="1", uid="7", seen_at=now)
    FetchedFolder.objects.create(server=row, name="INBOX", validity="1", highest=7, known_since=now)
    chief.post(there, {**SERVER, "folders": "INBOX"})
    assert (FetchMark.objects.count(), FetchedFolder.objects.count()) == (1, 1)
    chief.post(there, {**SERVER, "username": "other"})
    assert (FetchMark.objects.count(), FetchedFolder.objects.count()) == (0, 0)


def test_known_providers_are_filled_in(chief: Client, people: Cast) -> None:
    mailbox = Mailbox.objects.create(address="narin.coffee@gmail.com", group=people.group)
    assert 'value="imap.gmail.com"' in chief.get(place("settings_incoming_server", mailbox)).text
    assert 'value="smtp.gmail.com"' in chief.get(place("settings_mailbox_relay", mailbox)).text


def test_change_is_tried_at_once(chief: Client, mailboxes: Mailboxes) -> None:
    there = place("settings_incoming_server", mailboxes[0])
    chief.post(there, SERVER)
    later = clock.now() + timedelta(hours=1)
    IncomingServer.objects.update(failures=5, last_error="refused", next_fetch_at=later)
    chief.post(there, {**SERVER, "password": "the right one"})
    row = IncomingServer.objects.get()
    assert (row.failures, row.last_error, row.next_fetch_at) == (0, "", None)


def test_fetching_is_stopped_started_and_removed(chief: Client, mailboxes: Mailboxes) -> None:
    chief.post(place("settings_incoming_server", mailboxes[0]), SERVER)
    for _twice in range(2):
        chief.post(place("settings_stop_fetching", mailboxes[0]))
        assert not IncomingServer.objects.get().is_active
    assert 'data-fetching="stopped"' in chief.get(place("settings_mailbox", mailboxes[0])).text
    for _twice in range(2):
        chief.post(place("settings_start_fetching", mailboxes[0]))
        assert IncomingServer.objects.get().is_active
    for _twice in range(2):
        chief.post(place("settings_remove_incoming_server", mailboxes[0]))
        assert not IncomingServer.objects.exists()
    kinds = AdministrationEntry.objects.filter(kind__startswith="fetching.").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("fetching.set", "fetching.stopped", "fetching.started", "fetching.removed")
    ]
    assert chief.get(reverse("settings_log")).status_code == 200


def test_page_of_an_address_tells_how_fetching_goes(chief: Client, mailboxes: Mailboxes) -> None:
    home = place("settings_mailbox", mailboxes[0])
    assert 'data-fetching="none"' in chief.get(home).text
    chief.post(place("settings_incoming_server", mailboxes[0]), SERVER)
    assert 'data-fetching="new"' in chief.get(home).text
    now = clock.now()
    IncomingServer.objects.update(last_success_at=now, last_fetch_at=now, fetched=1234)
    assert 'data-fetching="good"' in (page := chief.get(home).text)
    assert "1,234" in page
    IncomingServer.objects.update(failures=2, last_error="<b>wrong</b> password", next_fetch_at=now)
    FetchMark.objects.create(
        server=IncomingServer.objects.get(), uid="7", problem="too_large", note="Film", size=9, seen_at=now
    )
    page = chief.get(home).text
    assert 'data-fetching="failing"' in page
    assert "&lt;b&gt;wrong&lt;/b&gt; password" in page
    assert "Film" in page


def test_list_tells_states_at_a_glance(chief: Client, mailboxes: Mailboxes) -> None:
    take_in(b"From: a@b.example\r\n\r\nx", Envelope("a@b.example", (SUPPORT,)))
    InboundMail.objects.update(state="failed")
    take_in(b"From: c@b.example\r\n\r\nx", Envelope("c@b.example", (BILLING,)))
    chief.post(place("settings_incoming_server", mailboxes[0]), SERVER)
    IncomingServer.objects.update(failures=1)
    page = chief.get(reverse("settings_mailboxes")).text
    assert "1 failed" in page
    assert "1 waiting" in page
    assert "Not working" in page


def test_list_has_a_constant_number_of_queries(
    chief: Client, people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    there = reverse("settings_mailboxes")
    chief.get(there)
    for number in range(10):
        mailbox = Mailbox.objects.create(address=f"a{number}@divan.example", group=people.group)
        IncomingServer.objects.create(mailbox=mailbox, host="h", username="u")
    with django_assert_num_queries(8):
        chief.get(there)


def test_mailbox_is_tested_step_by_step(chief: Client, mailboxes: Mailboxes, dovecot: Dovecot) -> None:
    user = new_user()
    dovecot.deliver(user, b"Subject: one\r\n\r\nx", b"Subject: two\r\n\r\nx")
    entered = {
        **SERVER,
        **{"host": "127.0.0.1", "port": str(dovecot.imap), "security": "none", "folders": "INBOX"},
        **{"username": user, "password": PASSWORD},
    }
    there, test = (
        place(name, mailboxes[0]) for name in ("settings_incoming_server", "settings_test_incoming_server")
    )
    chief.post(there, entered)
    IncomingServer.objects.update(is_active=False)
    page = chief.post(test).text
    assert 'data-test="passed"' in page
    assert "2 messages" in page
    chief.post(there, {**entered, "folders": "Nowhere"})
    page = chief.post(test).text
    assert 'data-test="failed"' in page
    assert "INBOX" in page
    chief.post(there, {**entered, "password": "wrong"})
    assert 'data-test="failed"' in chief.post(test).text
    assert not InboundMail.objects.exists()


def test_server_that_is_not_there_is_named(chief: Client, mailboxes: Mailboxes) -> None:
    entered = {**SERVER, "host": "127.0.0.1", "port": str(free_port()), "security": "none"}
    chief.post(place("settings_incoming_server", mailboxes[0]), entered)
    page = chief.post(place("settings_test_incoming_server", mailboxes[0])).text
    assert 'data-test="failed"' in page
    assert "127.0.0.1" in page


def test_nothing_to_test_leads_to_the_form(chief: Client, mailboxes: Mailboxes) -> None:
    answer = chief.post(place("settings_test_incoming_server", mailboxes[0]))
    assert answer.headers["Location"] == place("settings_incoming_server", mailboxes[0])


def test_relay_of_an_address_goes_before_all_others(
    chief: Client, mailboxes: Mailboxes, settings: Settings
) -> None:
    settings.MAIL_RELAY_URL = "smtp://general.example:25?tls=none"
    chief.post(place("settings_mailbox_relay", mailboxes[1]), RELAY)
    own, other = current_relay(mailboxes[1]), current_relay(mailboxes[0])
    assert own is not None
    assert other is not None
    assert (own.host, own.password) == ("smtp.provider.example", "pass word")
    assert (other.host, current_relay()) == ("general.example", other)
    settings.MAIL_RELAY_URL = ""
    assert current_relay() is None
    for _twice in range(2):
        chief.post(place("settings_remove_mailbox_relay", mailboxes[1]))
    assert current_relay(mailboxes[1]) is None
    assert AdministrationEntry.objects.filter(kind="relay.removed").count() == 1


def test_general_relay_serves_addresses_without_their_own(chief: Client, mailboxes: Mailboxes) -> None:
    chief.post(reverse("settings_relay"), {**RELAY, "host": "general.example"})
    chief.post(place("settings_mailbox_relay", mailboxes[1]), RELAY)
    general, own = current_relay(mailboxes[0]), current_relay(mailboxes[1])
    assert general is not None
    assert own is not None
    assert (general.host, own.host) == ("general.example", "smtp.provider.example")
    assert RelaySettings.objects.count() == 2


@pytest.mark.parametrize(
    "changes", [{"host": "evil.example", "password": ""}, {"security": "none"}, {"sign_in": "oauth2"}]
)
def test_relay_of_an_address_keeps_its_password(
    chief: Client, mailboxes: Mailboxes, changes: dict[str, str]
) -> None:
    there = place("settings_mailbox_relay", mailboxes[1])
    chief.post(there, RELAY)
    assert chief.post(there, {**RELAY, **changes}).status_code == 422
    assert RelaySettings.objects.get().host == "smtp.provider.example"


def test_test_mail_takes_the_way_of_the_address(
    chief: Client, people: Cast, mailboxes: Mailboxes, sink: Sink, settings: Settings
) -> None:
    settings.MAIL_RELAY_URL = ""
    entered = {
        **RELAY,
        "host": "127.0.0.1",
        "port": str(sink.port),
        "security": "none",
        "username": "",
        "password": "",
    }
    chief.post(place("settings_mailbox_relay", mailboxes[1]), entered)
    chief.post(place("settings_test_mailbox_relay", mailboxes[1]))
    assert sink.envelopes == [(BILLING, [people.administrator.email])]
    sink.answer = "554 5.7.1 Go away"
    page = chief.post(place("settings_test_mailbox_relay", mailboxes[1]), follow=True).text
    assert "Go away" in page


def caretaker(people: Cast, *permissions: str) -> User:
    """Somebody of the staff with these permissions and no group."""
    chief = actor(people.administrator)
    settings = RoleSettings(
        names={"en": "Caretaker"}, is_staff=True, permissions=permissions, all_groups=Right.NONE
    )
    return accounts.add_person(
        "hal@divan.example", "Hal", accounts.create_role(settings, actor=chief), actor=chief
    )


def test_whose_results_are_believed_is_for_those_who_choose_servers(
    client_for: Doors, people: Cast, mailboxes: Mailboxes
) -> None:
    home = place("settings_mailbox", mailboxes[1])
    entered = {"address": BILLING, "group": str(people.group.pk), "language": "he", "is_active": "on"}
    hal = client_for(caretaker(people, "settings.manage"))
    assert "authserv_id" not in hal.get(home).text
    assert hal.post(home, {**entered, "authserv_id": "evil.example"}).status_code == 302
    mailboxes[1].refresh_from_db()
    assert mailboxes[1].authserv_id == ""
    chief = client_for(people.administrator)
    chief.post(home, {**entered, "authserv_id": "mx.divan.example"})
    hal.post(home, {**entered, "sender_name": "Billing"})
    mailboxes[1].refresh_from_db()
    assert (mailboxes[1].authserv_id, mailboxes[1].sender_name) == ("mx.divan.example", "Billing")
    assert chief.post(home, {**entered, "authserv_id": "two words"}).status_code == 422


def test_who_chooses_servers_needs_no_other_permission(
    client_for: Doors, people: Cast, mailboxes: Mailboxes
) -> None:
    hal = client_for(caretaker(people, "relay.manage"))
    there = place("settings_incoming_server", mailboxes[0])
    assert there in hal.get(reverse("settings_relay")).text
    assert hal.post(there, SERVER, follow=True).status_code == 200
    assert hal.get(place("settings_mailbox", mailboxes[0])).status_code == 404


def test_relay_that_takes_nothing_is_named(chief: Client, mailboxes: Mailboxes, people: Cast) -> None:
    chief.post(reverse("settings_relay"), {**RELAY, "host": "127.0.0.1", "port": str(free_port())})
    assert 'data-tone="danger"' not in chief.get(reverse("settings_relay")).text
    open_ticket(people)
    drain()
    for there in (reverse("settings_relay"), place("settings_mailbox", mailboxes[0])):
        assert 'data-tone="danger"' in chief.get(there).text
