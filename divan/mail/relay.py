"""The mail server that our mail is handed to: from the environment, otherwise from the settings page."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from divan.core.sealing import unseal
from divan.mail.models import RelaySettings

PURPOSE = "mail relay"
TIMEOUT_SECONDS = 20
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Relay:
    """Where and how to hand mail over. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)

    def connection(self, *, timeout: int = TIMEOUT_SECONDS) -> EmailBackend:
        """A connection that is not open yet; certificates are checked."""
        return EmailBackend(
            host=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.security == "starttls",
            use_ssl=self.security == "tls",
            timeout=timeout,
            fail_silently=False,
        )


def current_relay() -> Relay | None:
    """The relay in use; None if there is none yet. The environment wins."""
    if settings.MAIL_RELAY_URL:
        return relay_of_url(settings.MAIL_RELAY_URL)
    row = RelaySettings.objects.filter(is_general=True).first()
    if row is None:
        return None
    password = unseal(row.sealed_password, purpose=PURPOSE)
    return Relay(row.host, row.port, row.security, row.username, password)


def relay_of_url(url: str) -> Relay:
    """The relay that smtp://user:password@host:587?tls=starttls names; smtps:// means TLS from the start.

    `tls` is starttls, tls or none. Raises ValueError for anything else.
    """
    parts = urlsplit(url)
    usual = {"smtp": "starttls", "smtps": "tls"}.get(parts.scheme)
    security = parse_qs(parts.query).get("tls", [usual or ""])[0]
    if usual is None or security not in _PORTS or not parts.hostname:
        raise ValueError("DIVAN_MAIL_RELAY must look like smtp://user:password@host:587?tls=starttls")
    return Relay(
        host=parts.hostname,
        port=parts.port or _PORTS[security],
        security=security,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
