"""Leave by OAuth 2: given once by a person, renewed by us, shown to real servers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections

from divan.core import clock
from divan.core.sealing import seal, unseal
from divan.mail.fetching import oauth
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.models import IncomingServer, Mailbox, OAuthGrant
from divan.mail.tests.fetching import fetch, identifiers, imap_server, message, new_user, pop3_server, taken
from tests.support.dovecot import Dovecot
from tests.support.token_server import CLIENT_ID, CLIENT_SECRET, TokenServer

pytestmark = pytest.mark.django_db(transaction=True)

Mailboxes = tuple[Mailbox, Mailbox]
BACK = "https://help.example.org/settings/mail/oauth/"


@pytest.fixture
def grant(mailboxes: Mailboxes, token_server: TokenServer) -> OAuthGrant:
    """What an administrator has set; nobody has given leave yet."""
    return OAuthGrant.objects.create(
        mailbox=mailboxes[0],
        provider="other",
        authorize_url="https://login.example.org/authorize?tenant=7",
        token_url=token_server.url,
        scope="mail offline",
        client_id=CLIENT_ID,
        sealed_client_secret=seal(CLIENT_SECRET, purpose=oauth.PURPOSE),
    )


@pytest.fixture
def given(grant: OAuthGrant, token_server: TokenServer) -> OAuthGrant:
    """A person has given leave."""
    verifier = oauth.new_verifier()
    asked = _query(oauth.authorize_address(grant, BACK, "state", verifier))
    token_server.expect_code("the code", asked["code_challenge"])
    oauth.redeem(grant, "the code", BACK, verifier)
    return OAuthGrant.objects.get()


def _query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_person_is_asked_for_leave_with_a_challenge(grant: OAuthGrant) -> None:
    address = oauth.authorize_address(grant, BACK, "state of the session", oauth.new_verifier())
    asked = _query(address)
    assert address.startswith("https://login.example.org/authorize?tenant=7&")
    assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT_ID, BACK)
    assert (asked["state"], asked["scope"]) == ("state of the session", "mail offline")
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")


@pytest.mark.parametrize(
    ("provider", "host", "scope"),
    [
        ("google", "accounts.google.com", "https://mail.google.com/"),
        ("microsoft", "login.microsoftonline.com", "offline_access"),
    ],
)
def test_known_providers_need_no_addresses(
    mailboxes: Mailboxes, provider: str, host: str, scope: str
) -> None:
    grant = OAuthGrant(mailbox=mailboxes[0], provider=provider, client_id=CLIENT_ID)
    address = oauth.authorize_address(grant, BACK, "state", oauth.new_verifier())
    assert urlsplit(address).hostname == host
    assert scope in _query(address)["scope"].split()


def test_secrets_are_stored_sealed(given: OAuthGrant, token_server: TokenServer) -> None:
    assert unseal(given.sealed_access_token, purpose=oauth.PURPOSE) in token_server.access_tokens
    assert unseal(given.sealed_refresh_token, purpose=oauth.PURPOSE) in token_server.refresh_tokens
    assert "access-" not in given.sealed_access_token


def test_code_without_its_verifier_is_worth_nothing(grant: OAuthGrant, token_server: TokenServer) -> None:
    asked = _query(oauth.authorize_address(grant, BACK, "state", oauth.new_verifier()))
    token_server.expect_code("the code", asked["code_challenge"])
    with pytest.raises(FetchFailed) as refusal:
        oauth.redeem(grant, "the code", BACK, oauth.new_verifier())
    assert refusal.value.kind is Kind.TOKEN
    assert OAuthGrant.objects.get().sealed_refresh_token == ""


def test_token_is_used_as_long_as_it_is_good(given: OAuthGrant, token_server: TokenServer) -> None:
    assert {oauth.access_token(given.mailbox) for _time in range(3)} <= token_server.access_tokens
    assert token_server.given == 1


def test_token_that_ends_soon_is_renewed_once_by_many(given: OAuthGrant, token_server: TokenServer) -> None:
    OAuthGrant.objects.update(expires_at=clock.now() + timedelta(seconds=60))

    def ask(_which: int) -> str:
        try:
            return oauth.access_token(given.mailbox)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        tokens = set(threads.map(ask, range(4)))
    assert len(tokens) == 1
    assert tokens <= token_server.access_tokens
    assert token_server.given == 2


@pytest.mark.parametrize("make", [imap_server, pop3_server])
def test_mail_is_fetched_with_a_token(
    make: Callable[..., IncomingServer], given: OAuthGrant, token_server: TokenServer, dovecot: Dovecot
) -> None:
    token_server.user = new_user()
    dovecot.deliver(token_server.user, message(1))
    OAuthGrant.objects.update(expires_at=clock.now())
    server = make(given.mailbox, dovecot, username=token_server.user, sign_in="oauth2", sealed_password="")
    fetch(server)
    assert (server.last_error, taken()) == ("", identifiers(1))


@pytest.mark.parametrize("make", [imap_server, pop3_server])
def test_token_that_the_server_refuses_is_told(
    make: Callable[..., IncomingServer], given: OAuthGrant, token_server: TokenServer, dovecot: Dovecot
) -> None:
    token_server.access_tokens.clear()
    server = make(given.mailbox, dovecot, username="anna", sign_in="oauth2", sealed_password="")
    fetch(server)
    assert "refused the user name or the password" in server.last_error


def test_leave_that_was_taken_back_is_told(
    given: OAuthGrant, token_server: TokenServer, dovecot: Dovecot
) -> None:
    token_server.refresh_tokens.clear()
    OAuthGrant.objects.update(expires_at=clock.now())
    server = imap_server(given.mailbox, dovecot, sign_in="oauth2")
    fetch(server)
    assert "connect the mailbox again" in server.last_error
    assert "Token has been revoked" in server.last_error


def test_secrets_are_not_sent_without_protection(grant: OAuthGrant) -> None:
    grant.token_url = "http://login.example.org/token"
    with pytest.raises(FetchFailed) as refusal:
        oauth.redeem(grant, "code", BACK, "verifier")
    assert refusal.value.kind is Kind.PROVIDER
