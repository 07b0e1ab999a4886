"""Which process fetches from which server. A lease that is not renewed ends, so a dead process holds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from divan.core import clock
from divan.mail.models import IncomingServer

LEASE = timedelta(seconds=6)
RENEW_SECONDS = 2.0


def claim(server_id: int) -> datetime | None:
    """Take a server that nobody has. The end of the lease is the proof that it is ours; None if it is not."""
    now = clock.now()
    free = IncomingServer.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=server_id)
    return now + LEASE if free.update(lease_until=now + LEASE) else None


def renew(held: Mapping[int, datetime]) -> dict[int, datetime]:
    """Hold them longer, all in two queries; those that somebody else has taken are missing in the answer."""
    until = clock.now() + LEASE
    ours = IncomingServer.objects.filter(pk__in=held, lease_until__in=set(held.values()))
    ours.update(lease_until=until)
    kept = IncomingServer.objects.filter(pk__in=held, lease_until=until)
    return dict.fromkeys(kept.values_list("pk", flat=True), until)


def release(server_id: int, lease: datetime) -> None:
    """Let somebody else have the server, unless that has happened already."""
    IncomingServer.objects.filter(pk=server_id, lease_until=lease).update(lease_until=None)
