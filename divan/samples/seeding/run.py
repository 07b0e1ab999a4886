"""Seeding from the first person to the last row."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC

from django.db import transaction

from divan.accounts.installation import installation
from divan.core import clock
from divan.core.schedules import schedules
from divan.samples import bulk
from divan.samples.seeding import people
from divan.samples.seeding.tickets import add_tickets, chunks
from divan.search.actions import start_rebuild
from divan.tickets.models import Counter

CHUNK = 2_000
FIRST_SERIAL = 1001
_COUNTER = "ticket"
_SEED = 20_260_321


def seed(tickets: int, password: str, progress: Callable[[int], None]) -> None:
    """Add `tickets` tickets with three messages each, and one customer for every five of them.

    The same numbers on an empty installation give the same rows, but for the time: they end now. Nothing
    else may write meanwhile. `progress` is told how many tickets are there after each chunk.
    """
    people.ensure_installation(password)
    here = installation()
    prefix = here.number_prefix if here else ""
    with transaction.atomic():
        staff = people.ensure_staff(password)
        counter, _new = Counter.objects.get_or_create(name=_COUNTER, defaults={"value": FIRST_SERIAL - 1})
    first = counter.value + 1
    rng = random.Random(_SEED + first)  # noqa: S311 - sample data, no secret
    now = clock.now().astimezone(UTC).replace(tzinfo=None)
    with transaction.atomic():
        customers = people.add_customers(max(1, tickets // 5), rng, now)
    for serials in chunks(range(first, first + tickets), CHUNK):
        with transaction.atomic():
            Counter.objects.filter(name=_COUNTER).update(value=serials[-1])
            add_tickets(serials, customers, staff, prefix, rng, now)
        progress(serials[-1] - first + 1)
    schedules["tickets.compact_tally"].run()
    start_rebuild()
    bulk.analyze()
