"""The settings pages of mail: what can be read, changed and tried again, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.actions import invite
from divan.accounts.models import AdministrationEntry, Role, User
from divan.conversations import files
from divan.core.jobs import drain
from divan.core.sealing import seal, unseal
from divan.mail.models import InboundMail, Mailbox, OutgoingMail, RelaySettings
from divan.mail.relay import current_relay
from divan.mail.tests.conftest import SUPPORT, Deliver, Sink, letter
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]

POLYGLOT = "\"'><script>alert(1)</script>"


def mailbox_entered(people: Cast, **changes: str) -> dict[str, str]:
    entered = {
        "address": "sales@divan.example",
        "group": str(people.group.pk),
        "language": "pl",
        "is_active": "on",
    }
    return {**entered, **changes}


def test_outgoing_mail_can_be_read(client_for: Doors, people: Cast) -> None:
    reply(open_ticket(people, subject=POLYGLOT), people.agent, POLYGLOT)
    drain()
    client = client_for(people.clerk)
    page = client.get(reverse("settings_outgoing"))
    assert people.customer.email in page.text
    assert "No mail server is set" in page.text
    mail = OutgoingMail.objects.get(purpose="answer")
    shown = client.get(reverse("settings_outgoing_mail", kwargs={"mail_id": mail.pk}))
    assert POLYGLOT not in page.text + shown.text
    assert "&lt;script&gt;" in shown.text


def test_letter_is_shut_in_its_frame(client_for: Doors, people: Cast) -> None:
    open_ticket(people)
    drain()
    mail = OutgoingMail.objects.get()
    answer = client_for(people.clerk).get(reverse("settings_outgoing_letter", kwargs={"mail_id": mail.pk}))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_codes_are_for_administrators_only(client_for: Doors, people: Cast) -> None:
    role = Role.objects.get(slug="agent")
    invite("new@divan.example", "Noa", role, [], "en", actor=actor(people.administrator))
    mail = OutgoingMail.objects.get()
    shown, framed = (
        reverse(name, kwargs={"mail_id": mail.pk})
        for name in ("settings_outgoing_mail", "settings_outgoing_letter")
    )
    clerk, administrator = client_for(people.clerk), client_for(people.administrator)
    assert "/invitations/" not in clerk.get(shown).text
    assert clerk.get(framed).status_code == 404
    assert "/invitations/" in administrator.get(shown).text
    assert "/invitations/" in administrator.get(framed).text


def test_list_goes_on_page_by_page(client_for: Doors, people: Cast) -> None:
    for number in range(60):
        open_ticket(people, subject=f"Ticket {number}")
    drain()
    client = client_for(people.clerk)
    first = client.get(reverse("settings_outgoing"))
    after = OutgoingMail.objects.order_by("-id")[49].pk
    assert f"after={after}" in first.text
    second = client.get(reverse("settings_outgoing"), {"after": after})
    assert second.text.count(people.customer.email) == 10
    assert client.get(reverse("settings_outgoing"), {"after": "x", "state": "' OR 1"}).status_code == 200


def test_held_mail_is_released_when_there_is_a_server(client_for: Doors, people: Cast, sink: Sink) -> None:
    open_ticket(people)
    drain()
    OutgoingMail.objects.update(state="held", hold="no_relay")
    client = client_for(people.clerk)
    assert "was waiting" in client.get(reverse("settings_outgoing")).text
    client.post(reverse("settings_release_held"))
    drain()
    assert OutgoingMail.objects.get().state == "sent"


def test_failed_mail_is_sent_again(client_for: Doors, people: Cast, sink: Sink) -> None:
    sink.answer = "554 No"
    open_ticket(people)
    drain()
    sink.answer = "250 OK"
    mail = OutgoingMail.objects.get()
    client_for(people.clerk).post(reverse("settings_retry_outgoing", kwargs={"mail_id": mail.pk}))
    drain()
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_failed_message_is_processed_again(client_for: Doors, people: Cast, deliver: Deliver) -> None:
    deliver(letter())
    lost = InboundMail.objects.get()
    raw = files.path_of(lost.sha256).read_bytes()
    InboundMail.objects.update(state="failed", error="ValueError: broken", ticket=None)
    client = client_for(people.clerk)
    page = client.get(reverse("settings_incoming"), {"state": "failed"})
    assert "ValueError: broken" in page.text
    source = client.get(reverse("settings_incoming_source", kwargs={"mail_id": lost.pk}))
    assert source.content == raw
    assert source.headers["Content-Disposition"].startswith("attachment")
    assert source.headers["Content-Type"] == "application/octet-stream"
    client.post(reverse("settings_retry_inbound", kwargs={"mail_id": lost.pk}))
    drain()
    lost.refresh_from_db()
    assert lost.state == "processed"


def test_mailbox_is_added_and_changed(client_for: Doors, people: Cast) -> None:
    client = client_for(people.administrator)
    client.post(reverse("settings_create_mailbox"), mailbox_entered(people))
    mailbox = Mailbox.objects.get(address="sales@divan.example")
    place = reverse("settings_mailbox", kwargs={"mailbox_id": mailbox.pk})
    assert "sales@divan.example" in client.get(place).text
    client.post(place, mailbox_entered(people, is_default="on", sender_name="Sales"))
    mailbox.refresh_from_db()
    assert (mailbox.is_default, mailbox.sender_name) == (True, "Sales")
    assert not Mailbox.objects.get(address=SUPPORT).is_default
    assert set(AdministrationEntry.objects.values_list("kind", flat=True)) >= {
        "mailbox.created",
        "mailbox.changed",
    }


@pytest.mark.parametrize(
    "address",
    [
        "celina@customer.example",
        SUPPORT.upper(),
        "with+plus@divan.example",
        "x" * 40 + "@divan.example",
        "ş@divan.example",
    ],
)
def test_unusable_addresses_are_refused(client_for: Doors, people: Cast, address: str) -> None:
    answer = client_for(people.administrator).post(
        reverse("settings_create_mailbox"), mailbox_entered(people, address=address)
    )
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert Mailbox.objects.count() == 1


def test_default_address_stays(client_for: Doors, people: Cast) -> None:
    mailbox = Mailbox.objects.get()
    place = reverse("settings_mailbox", kwargs={"mailbox_id": mailbox.pk})
    answer = client_for(people.administrator).post(place, mailbox_entered(people, address=SUPPORT))
    assert answer.status_code == 422
    assert Mailbox.objects.get().is_default


RELAY = {
    "host": "mail.example",
    "port": "587",
    "security": "starttls",
    "username": "me",
    "password": "pass word",
}


def test_relay_is_stored_with_a_sealed_password(client_for: Doors, people: Cast) -> None:
    client = client_for(people.administrator)
    client.post(reverse("settings_relay"), RELAY)
    row = RelaySettings.objects.get()
    relay = current_relay()
    assert relay is not None
    assert (relay.host, relay.password) == ("mail.example", "pass word")
    assert "pass word" not in row.sealed_password
    assert "pass word" not in client.get(reverse("settings_relay")).text
    client.post(reverse("settings_relay"), {**RELAY, "port": "2587", "password": ""})
    changed = current_relay()
    assert changed is not None
    assert (changed.port, changed.password) == (2587, "pass word")


@pytest.mark.parametrize(
    "changes",
    [{"host": "evil.example", "password": ""}, {"security": "none"}, {"host": "no host"}, {"port": "0"}],
)
def test_relay_refuses_what_would_give_the_password_away(
    client_for: Doors, people: Cast, changes: dict[str, str]
) -> None:
    client = client_for(people.administrator)
    client.post(reverse("settings_relay"), RELAY)
    assert client.post(reverse("settings_relay"), {**RELAY, **changes}).status_code == 422
    assert RelaySettings.objects.get().host == "mail.example"


def test_test_mail_says_how_it_went(client_for: Doors, people: Cast, sink: Sink) -> None:
    client = client_for(people.administrator)
    answer = client.post(reverse("settings_test_relay"), follow=True)
    assert sink.envelopes == [(SUPPORT, [people.administrator.email])]
    sink.answer = "554 5.7.1 Go away"
    answer = client.post(reverse("settings_test_relay"), follow=True)
    assert "Go away" in answer.text


def test_customers_and_agents_see_none_of_it(client_for: Doors, people: Cast) -> None:
    open_ticket(people)
    drain()
    mail = OutgoingMail.objects.get()
    for person in (people.customer, people.agent):
        client = client_for(person)
        for place in ("settings_outgoing", "settings_incoming", "settings_mailboxes", "settings_relay"):
            assert client.get(reverse(place)).status_code == 404
        assert client.get(reverse("settings_outgoing_letter", kwargs={"mail_id": mail.pk})).status_code == 404


def test_seal_opens_for_its_purpose_only() -> None:
    sealed = seal("secret", purpose="one")
    assert "secret" not in sealed
    assert unseal(sealed, purpose="one") == "secret"
    assert unseal(sealed, purpose="other") == ""
    assert unseal("rubbish", purpose="one") == ""
