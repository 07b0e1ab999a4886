"""Where the large providers give leave to use a mailbox, and what they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from divan.mail.models import OAuthGrant


@dataclass(frozen=True, slots=True)
class Provider:
    """Addresses of RFC 6749 and the scope for IMAP, POP3 and SMTP. `extra` has what brings a refresh token."""

    authorize_url: str
    token_url: str
    scope: str
    extra: tuple[tuple[str, str], ...] = ()


_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0"
PRESETS = {
    OAuthGrant.Provider.GOOGLE: Provider(
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address, not a token
        scope="https://mail.google.com/",
        extra=(("access_type", "offline"), ("prompt", "consent")),
    ),
    OAuthGrant.Provider.MICROSOFT: Provider(
        authorize_url=f"{_MICROSOFT}/authorize",
        token_url=f"{_MICROSOFT}/token",
        scope=(
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All "
            "https://outlook.office.com/SMTP.Send offline_access"
        ),
        extra=(("prompt", "select_account"),),
    ),
}


def provider_of(grant: OAuthGrant) -> Provider:
    """The provider of a grant; what stands on the grant itself wins (a tenant's own addresses, say)."""
    preset = PRESETS.get(OAuthGrant.Provider(grant.provider), Provider("", "", ""))
    return Provider(
        authorize_url=grant.authorize_url or preset.authorize_url,
        token_url=grant.token_url or preset.token_url,
        scope=grant.scope or preset.scope,
        extra=preset.extra,
    )
