"""Where a socket may be opened from: browsers send cookies with sockets from any site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_ours(origin: str, host: str) -> bool:
    """Whether a page from `origin` may open a socket to `host` (the header, with its port).

    The origin must be the very host that is asked, or one that the settings name; the host must be ours.
    """
    name, _port = split_domain_port(host)
    if not name or not validate_host(name, settings.ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]):
        return False
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https"):
        return False
    return parts.netloc.lower() == host.lower() or origin in settings.CSRF_TRUSTED_ORIGINS
