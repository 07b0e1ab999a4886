"""How often somebody may do something: counters in the cache, one for each window of time."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from divan.core import clock


def take(name: str, key: str, *, limit: int, seconds: int, cost: int = 1) -> int:
    """Use `cost` of the allowance of `limit` that `key` has in every `seconds` seconds.

    Returns 0 when that was allowed, otherwise the seconds until the next allowance. The key (an address,
    say) is kept only as a hash.
    """
    moment = int(clock.now().timestamp())
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    counter = f"limit:{name}:{digest}:{moment // seconds}"
    cache.add(counter, 0, timeout=seconds)
    try:
        used = cache.incr(counter, cost)
    except ValueError:  # the cache dropped the counter between the two lines
        used = cost
    return 0 if used <= limit else seconds - moment % seconds
