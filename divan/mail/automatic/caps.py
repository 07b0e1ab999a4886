"""How much a machine may send, and how much of what machines send to us is looked at.

Mail servers and people alike judge a sender by its automatic mail, and two machines that answer each other
never get tired. What is over a cap is kept: outgoing mail is held until a person releases it, incoming mail is
set aside. Addresses of the staff have the cap of an address only, because a busy desk tells its own people much.

The caps of a domain and of everything count in the cache, as every limit does (`core.limits`); that of an
address counts rows, so it holds across restarts too.
"""

from __future__ import annotations

from datetime import timedelta

from divan.accounts.models import User
from divan.core import clock
from divan.core.limits import take
from divan.mail.models import OutgoingMail

HOUR = timedelta(hours=1)
MOST_TO_AN_ADDRESS = 20
MOST_TO_A_DOMAIN = 1_000
MOST_TO_ANYBODY = 5_000
MOST_FROM_AN_ADDRESS = 60

_SECONDS = int(HOUR.total_seconds())


def is_too_much(address: str, person: User | None) -> bool:
    """Whether one more automatic mail to this address, on top of those of the last hour, is over a cap."""
    recent = OutgoingMail.objects.filter(
        to=address, created_at__gt=clock.now() - HOUR, is_automatic=True
    ).values_list("pk")
    if recent.count() >= MOST_TO_AN_ADDRESS:
        return True
    if person is not None and person.is_staff:
        return False
    domain = address.rpartition("@")[2]
    of_domain = take("automatic-mail-to-domain", domain, limit=MOST_TO_A_DOMAIN, seconds=_SECONDS)
    of_all = take("automatic-mail", "", limit=MOST_TO_ANYBODY, seconds=_SECONDS)
    return bool(of_domain or of_all)


def hears_too_much(address: str) -> bool:
    """Whether this automatic mail from an address is one too many within the hour."""
    return bool(take("automatic-mail-from", address, limit=MOST_FROM_AN_ADDRESS, seconds=_SECONDS))
