"""Connecting a mailbox by OAuth 2 on the settings pages, and whom the access is never given to."""

from __future__ import annotations

import smtplib
from base64 import b64decode
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry, User
from divan.core.sealing import seal
from divan.mail.fetching import oauth
from divan.mail.models import IncomingServer, Mailbox, OAuthGrant, RelaySettings
from divan.mail.relay import Relay
from divan.mail.tests.conftest import Sink
from divan.mail.tests.test_mailbox_servers import RELAY, SERVER, place
from tests.support.cast import Cast
from tests.support.product import free_port
from tests.support.token_server import CLIENT_ID, CLIENT_SECRET, TokenServer

pytestmark = pytest.mark.django_db(transaction=True)
Doors = Callable[[User | None], Client]
Mailboxes = tuple[Mailbox, Mailbox]

GOOGLE = {"provider": "google", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
def chief(client_for: Doors, people: Cast) -> Client:
    return client_for(people.administrator)


@pytest.fixture
def own(token_server: TokenServer) -> dict[str, str]:
    """What is entered for a provider of one's own."""
    return {
        "provider": "other",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "authorize_url": "https://login.example.org/authorize",
        "token_url": token_server.url,
        "scope": "mail",
    }


def leave(chief: Client, mailbox: Mailbox) -> dict[str, str]:
    """Set out for the provider; what it is asked."""
    answer = chief.get(place("settings_connect_oauth", mailbox))
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in asked.items()}


def come_back(chief: Client, **said: str) -> str:
    return chief.get(reverse("settings_oauth_callback"), said, follow=True).text


def connected(chief: Client, mailbox: Mailbox, token_server: TokenServer) -> None:
    """All the way there and back."""
    asked = leave(chief, mailbox)
    token_server.expect_code("the code", asked["code_challenge"])
    assert 'data-connected="yes"' in come_back(chief, state=asked["state"], code="the code")


def test_mailbox_is_connected_and_disconnected(
    chief: Client, mailboxes: Mailboxes, own: dict[str, str], token_server: TokenServer
) -> None:
    there = place("settings_oauth", mailboxes[0])
    assert chief.post(there, own).status_code == 302
    assert 'data-connected="no"' in chief.get(there).text
    connected(chief, mailboxes[0], token_server)
    assert oauth.access_token(mailboxes[0]) in token_server.access_tokens
    page = chief.get(there).text
    assert CLIENT_SECRET not in page
    for _twice in range(2):
        chief.post(place("settings_disconnect_oauth", mailboxes[0]))
    grant = OAuthGrant.objects.get()
    assert (grant.sealed_refresh_token, grant.sealed_access_token) == ("", "")
    kinds = AdministrationEntry.objects.filter(kind__startswith="oauth.").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        "oauth.set",
        "oauth.connected",
        "oauth.disconnected",
    ]


def test_answer_that_nobody_asked_for_is_not_taken(
    chief: Client, mailboxes: Mailboxes, own: dict[str, str], token_server: TokenServer
) -> None:
    chief.post(place("settings_oauth", mailboxes[0]), own)
    come_back(chief, state="made up", code="the code")
    asked = leave(chief, mailboxes[0])
    token_server.expect_code("the code", asked["code_challenge"])
    come_back(chief, state="another", code="the code")
    come_back(chief, state=asked["state"], code="the code")  # each way back is open once
    assert OAuthGrant.objects.get().sealed_refresh_token == ""
    assert token_server.given == 0


def test_refusal_of_the_provider_is_told(
    chief: Client, mailboxes: Mailboxes, own: dict[str, str], token_server: TokenServer
) -> None:
    chief.post(place("settings_oauth", mailboxes[0]), own)
    asked = leave(chief, mailboxes[0])
    page = come_back(chief, state=asked["state"], error="access_denied", error_description="<i>No</i>")
    assert "&lt;i&gt;No&lt;/i&gt;" in page
    asked = leave(chief, mailboxes[0])
    assert "revoked" in come_back(chief, state=asked["state"], code="wrong")
    assert OAuthGrant.objects.get().sealed_refresh_token == ""


def test_nothing_to_connect_leads_to_the_form(chief: Client, mailboxes: Mailboxes) -> None:
    answer = chief.get(place("settings_connect_oauth", mailboxes[0]))
    assert answer.headers["Location"] == place("settings_oauth", mailboxes[0])


@pytest.mark.parametrize(
    "changes",
    [
        {"provider": "other"},
        {"provider": "other", "authorize_url": "http://a.example/", "token_url": "https://a.example/"},
        {"token_url": "javascript:alert(1)"},
        {"client_id": ""},
        {"provider": "nobody"},
    ],
)
def test_registration_has_to_be_whole(chief: Client, mailboxes: Mailboxes, changes: dict[str, str]) -> None:
    assert chief.post(place("settings_oauth", mailboxes[0]), {**GOOGLE, **changes}).status_code == 422
    assert not OAuthGrant.objects.exists()


@pytest.mark.parametrize("changes", [{"client_id": "another"}, {"token_url": "https://evil.example/token"}])
def test_stored_secret_goes_to_nobody_else(
    chief: Client, mailboxes: Mailboxes, changes: dict[str, str]
) -> None:
    there = place("settings_oauth", mailboxes[0])
    chief.post(there, GOOGLE)
    assert chief.post(there, {**GOOGLE, "client_secret": "", **changes}).status_code == 422
    assert chief.post(there, {**GOOGLE, "client_secret": "", "scope": "mail"}).status_code == 302
    assert OAuthGrant.objects.get().client_id == CLIENT_ID


def test_another_registration_has_to_be_connected_again(chief: Client, mailboxes: Mailboxes) -> None:
    there = place("settings_oauth", mailboxes[0])
    chief.post(there, GOOGLE)
    OAuthGrant.objects.update(sealed_refresh_token=seal("refresh", purpose=oauth.PURPOSE))
    chief.post(there, {**GOOGLE, "client_secret": ""})
    assert OAuthGrant.objects.get().sealed_refresh_token
    chief.post(there, {**GOOGLE, "client_id": "another"})
    assert not OAuthGrant.objects.get().sealed_refresh_token


@pytest.mark.parametrize(
    ("name", "entered"),
    [("settings_incoming_server", SERVER), ("settings_mailbox_relay", RELAY)],
)
def test_access_goes_to_servers_of_the_provider_only(
    chief: Client, mailboxes: Mailboxes, name: str, entered: dict[str, str]
) -> None:
    there = place(name, mailboxes[0])
    chief.post(place("settings_oauth", mailboxes[0]), GOOGLE)
    by_access = {**entered, "sign_in": "oauth2", "password": ""}
    for host in ("evil.example", "gmail.com.evil.example", "evilgmail.com"):
        assert chief.post(there, {**by_access, "host": host}).status_code == 422
    assert chief.post(there, {**by_access, "host": "mail.gmail.com", "security": "none"}).status_code == 422
    assert chief.post(there, {**by_access, "host": "mail.gmail.com"}).status_code == 302
    page = chief.post(
        place("settings_oauth", mailboxes[0]), {**GOOGLE, "provider": "microsoft", "client_secret": "new"}
    )
    assert page.status_code == 422


def test_unknown_provider_gives_no_access_to_a_new_server(chief: Client, mailboxes: Mailboxes) -> None:
    OAuthGrant.objects.create(
        mailbox=mailboxes[0],
        provider="other",
        client_id=CLIENT_ID,
        sealed_refresh_token=seal("refresh", purpose=oauth.PURPOSE),
    )
    there = place("settings_incoming_server", mailboxes[0])
    chief.post(there, {**SERVER, "sign_in": "oauth2"})
    assert not OAuthGrant.objects.get().sealed_refresh_token
    OAuthGrant.objects.update(sealed_refresh_token=seal("refresh", purpose=oauth.PURPOSE))
    chief.post(there, {**SERVER, "sign_in": "oauth2", "folders": "Other"})
    assert OAuthGrant.objects.get().sealed_refresh_token
    assert IncomingServer.objects.get().folders == "Other"


def test_general_relay_is_not_asked_for_oauth(chief: Client) -> None:
    assert 'name="sign_in"' not in chief.get(reverse("settings_relay")).text
    chief.post(reverse("settings_relay"), {**RELAY, "sign_in": "oauth2"})
    assert RelaySettings.objects.get().sign_in == "password"


class Bearer(Sink):
    """A relay that lets in whoever shows the token."""

    shown = ""

    async def auth_XOAUTH2(self, server: SMTP, words: list[bytes]) -> AuthResult:
        answer = await server.challenge_auth("") if len(words) == 1 else b64decode(words[1])
        self.shown = answer.decode() if isinstance(answer, bytes) else ""
        good = "auth=Bearer the token\x01\x01" in self.shown
        return AuthResult(success=good, handled=False)


@pytest.fixture
def bearer() -> Iterator[Bearer]:
    sink = Bearer(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, auth_require_tls=False)
    controller.start()
    yield sink
    controller.stop()


def test_relay_is_shown_the_token(bearer: Bearer) -> None:
    relay = Relay("127.0.0.1", bearer.port, "none", "me@gmail.com", token=lambda: "the token")
    connection = relay.connection()
    assert connection.open()
    connection.close()
    assert bearer.shown.startswith("user=me@gmail.com\x01")


def test_connection_that_nobody_signed_in_to_is_closed(bearer: Bearer) -> None:
    connection = Relay("127.0.0.1", bearer.port, "none", "me", token=lambda: "another").connection()
    for _twice in range(2):
        with pytest.raises(smtplib.SMTPAuthenticationError):
            connection.open()
        assert connection.connection is None
