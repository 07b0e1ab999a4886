"""What is needed to sign in to a mail server."""

from __future__ import annotations

from dataclasses import dataclass, field

from divan.core.sealing import unseal
from divan.mail.fetching.oauth import access_token
from divan.mail.models import IncomingServer, SignIn

# What the password of an incoming server is sealed for.
PURPOSE = "incoming mail server"


@dataclass(frozen=True, slots=True)
class Account:
    """`secret` is the password, or the access token where `sign_in` is OAuth 2."""

    host: str
    port: int
    security: str
    sign_in: str
    username: str
    secret: str = field(repr=False)


def account_of(server: IncomingServer) -> Account:
    """The account of a server, with a token that is valid now. Raises FetchFailed if there is none."""
    if server.sign_in == SignIn.OAUTH2:
        secret = access_token(server.mailbox)
    else:
        secret = unseal(server.sealed_password, purpose=PURPOSE)
    return Account(server.host, server.port, server.security, server.sign_in, server.username, secret)
