"""Public forms can be flooded: every client and every address has an hourly allowance (SECURITY class 36)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from divan.core.l10n.languages import DEFAULT
from divan.core.l10n.numbers import format_number
from divan.core.limits import take

HOUR = 3600
QUICK_COST = 2
FORMS = "forms"
"""What begins a ticket counts together, wherever it is filled in: in the portal, on another site, before a chat."""


def seconds_to_wait(request: HttpRequest, purpose: str, *, email: str = "", is_quick: bool = False) -> int:
    """0 if the form may go through, else the seconds until it may.

    People who are signed in are counted by who they are, everybody else by network address and by the
    mail address that they typed. What no person could have filled in so quickly counts twice against
    the client.
    """
    cost = QUICK_COST if is_quick else 1
    wait = take(purpose, _client(request), limit=settings.FORMS_PER_CLIENT, seconds=HOUR, cost=cost)
    if email and not wait:
        wait = take(purpose, f"address {email.casefold()}", limit=settings.FORMS_PER_ADDRESS, seconds=HOUR)
    return wait


def wait_sentence(seconds: int) -> str:
    """What to tell somebody who has to wait; always with a when."""
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "Too many messages came from here. Nothing you wrote is lost: send it again in %(num)s minute.",
        "Too many messages came from here. Nothing you wrote is lost: send it again in %(num)s minutes.",
        minutes,
    ) % {"num": format_number(minutes, get_language() or DEFAULT)}


def _client(request: HttpRequest) -> str:
    if request.actor.is_authenticated:
        return f"person {request.actor.id}"
    return f"client {request.META.get('REMOTE_ADDR', '')}"
