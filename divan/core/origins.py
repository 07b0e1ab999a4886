"""Origins of other sites, which forms and chat may be shown on (RFC 6454: scheme, host and port)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 50
# ASCII names only, also those of RFC 5890: what stands here goes into a header.
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


def clean_origins(typed: str) -> list[str]:
    """The origins, one in each line, as browsers write them; raises ValidationError for anything else."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValidationError(_("These are too many sites."))
    return list(dict.fromkeys(map(_origin, lines)))


def _origin(line: str) -> str:
    refusal = ValidationError(
        _("“%(site)s” is no site. Write it like https://www.example.org") % {"site": line[:80]}
    )
    try:
        parts = urlsplit(line)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as failure:
        raise refusal from failure
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host) or not is_bare:
        raise refusal
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")
