"""Servers of large providers, by the domain of the address, so that nobody has to look them up."""

from __future__ import annotations

from dataclasses import dataclass

from divan.mail.models import IncomingServer, OAuthGrant, Security

_Kind = IncomingServer.Kind
# The usual port for each kind of server and protection.
PORTS = {
    (_Kind.IMAP, Security.TLS): 993,
    (_Kind.IMAP, Security.STARTTLS): 143,
    (_Kind.IMAP, Security.NONE): 143,
    (_Kind.POP3, Security.TLS): 995,
    (_Kind.POP3, Security.STARTTLS): 110,
    (_Kind.POP3, Security.NONE): 110,
}


@dataclass(frozen=True, slots=True)
class KnownServer:
    """Where a provider keeps mail and takes mail; both with TLS from the start unless `smtp_port` is 587.

    `provider` is set where signing in with a password no longer works.
    """

    imap: str
    smtp: str
    smtp_port: int = 465
    provider: str = ""


_GOOGLE = KnownServer("imap.gmail.com", "smtp.gmail.com", provider=OAuthGrant.Provider.GOOGLE)
_MICROSOFT = KnownServer(
    "outlook.office365.com", "smtp.office365.com", 587, provider=OAuthGrant.Provider.MICROSOFT
)
_BY_DOMAIN = {
    "gmail.com": _GOOGLE,
    "googlemail.com": _GOOGLE,
    "outlook.com": _MICROSOFT,
    "hotmail.com": _MICROSOFT,
    "live.com": _MICROSOFT,
    "yahoo.com": KnownServer("imap.mail.yahoo.com", "smtp.mail.yahoo.com"),
    "icloud.com": KnownServer("imap.mail.me.com", "smtp.mail.me.com", 587),
    "fastmail.com": KnownServer("imap.fastmail.com", "smtp.fastmail.com"),
    "gmx.net": KnownServer("imap.gmx.net", "mail.gmx.net", 587),
    "yandex.com": KnownServer("imap.yandex.com", "smtp.yandex.com"),
    "wp.pl": KnownServer("imap.wp.pl", "smtp.wp.pl"),
    "o2.pl": KnownServer("poczta.o2.pl", "poczta.o2.pl"),
}


def known_server(domain: str) -> KnownServer | None:
    """The provider of addresses in `domain`; None for all that we do not know."""
    return _BY_DOMAIN.get(domain)
