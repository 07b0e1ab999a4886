"""Leave to use a mailbox by OAuth 2: what is registered at the provider, and the connection itself.

An access token opens the whole mailbox, so it is handed to servers of the provider only. Of a provider that
we do not know, the servers are not known either: there every new server needs the leave again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.sealing import seal
from divan.mail.fetching import oauth
from divan.mail.fetching.failures import FetchFailed
from divan.mail.models import IncomingServer, Mailbox, OAuthGrant, RelaySettings, Security, SignIn

_DOMAINS = {
    OAuthGrant.Provider.GOOGLE: ("gmail.com", "googlemail.com", "google.com"),
    OAuthGrant.Provider.MICROSOFT: ("office365.com", "outlook.com", "office.com"),
}


@dataclass(frozen=True, slots=True)
class GrantData:
    """What the settings page asks for. An empty secret leaves the stored one; addresses are for `other` only."""

    provider: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    authorize_url: str = ""
    token_url: str = ""
    scope: str = ""


@transaction.atomic
def set_grant(mailbox: Mailbox, data: GrantData, *, actor: Actor) -> OAuthGrant:
    """Keep what was registered at the provider. Another registration has to be connected again."""
    require(actor, "relay.manage")
    row = _locked(mailbox) or OAuthGrant(mailbox=mailbox, provider="", client_id="")
    before = (row.provider, row.authorize_url, row.token_url, row.client_id)
    after = (data.provider, data.authorize_url, data.token_url, data.client_id)
    if before != after and row.sealed_client_secret and not data.client_secret:
        raise Refused(_("Enter the secret that belongs to this client."), field="client_secret")
    for host in _hosts_in_use(mailbox):
        _require_domain(data.provider, host, field="provider")
    if before != after or row.scope != data.scope:
        _forget_tokens(row)
    row.provider, row.authorize_url, row.token_url, row.client_id = after
    row.scope = data.scope
    if data.client_secret:
        row.sealed_client_secret = seal(data.client_secret, purpose=oauth.PURPOSE)
    row.save()
    record(actor, "oauth.set", mailbox.address, provider=data.provider)
    return row


def connect(mailbox: Mailbox, code: str, *, redirect_uri: str, verifier: str, actor: Actor) -> OAuthGrant:
    """Exchange the code that the provider gave for lasting access. Raises Refused with what it said."""
    require(actor, "relay.manage")
    grant = OAuthGrant.objects.filter(mailbox=mailbox).first()
    if grant is None:
        raise Refused(_("Set up the connection to the provider first."))
    try:
        oauth.redeem(grant, code, redirect_uri, verifier)
    except FetchFailed as failure:
        raise Refused(failure.sentence()) from failure
    with transaction.atomic():
        IncomingServer.objects.filter(mailbox=mailbox, sign_in=SignIn.OAUTH2).update(
            failures=0, last_error="", next_fetch_at=None
        )
        record(actor, "oauth.connected", mailbox.address, provider=grant.provider)
    return grant


@transaction.atomic
def disconnect(mailbox: Mailbox, *, actor: Actor) -> None:
    """Forget the access; what is registered at the provider stays for the next connection."""
    require(actor, "relay.manage")
    row = _locked(mailbox)
    if row is None or not row.sealed_refresh_token:
        return
    _forget_tokens(row)
    row.save()
    record(actor, "oauth.disconnected", mailbox.address)


def give_access_to(mailbox: Mailbox, host: str, *, security: str, known: str) -> None:
    """Let the access be used at `host`, in the caller's transaction; `known` is the server so far.

    Raises Refused where a token must not go.
    """
    row = _locked(mailbox)
    if row is None:
        raise Refused(_("Set up the connection to the provider first."), field="sign_in")
    if security == Security.NONE:
        raise Refused(_("Access may only be used over a protected connection."), field="security")
    _require_domain(row.provider, host, field="host")
    if row.provider == OAuthGrant.Provider.OTHER and host != known:
        _forget_tokens(row)
        row.save()


def _require_domain(provider: str, host: str, *, field: str) -> None:
    domains = _DOMAINS.get(OAuthGrant.Provider(provider))
    if domains and not any(host.lower() == each or host.lower().endswith(f".{each}") for each in domains):
        raise Refused(
            _("%(host)s is no server of this provider, so it must not get the access.") % {"host": host},
            field=field,
        )


def _hosts_in_use(mailbox: Mailbox) -> list[str]:
    hosts: list[str] = []
    for model in (IncomingServer, RelaySettings):
        rows = model._default_manager.filter(mailbox=mailbox, sign_in=SignIn.OAUTH2)
        hosts += rows.values_list("host", flat=True)
    return hosts


def _locked(mailbox: Mailbox) -> OAuthGrant | None:
    return OAuthGrant.objects.select_for_update().filter(mailbox=mailbox).first()


def _forget_tokens(row: OAuthGrant) -> None:
    row.sealed_refresh_token = row.sealed_access_token = ""
    row.expires_at = None
