"""Asking DNS about many messages at once, before they are read one by one.

Whoever sends mail from domains whose servers are slow would otherwise make all the mail behind it wait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from divan.mail.trust import dkim, dmarc, spf
from divan.mail.trust.checking import Arrival
from divan.mail.trust.lookups import Lookups, Unavailable

# The domain that is probably the sender's: this only decides what is asked early.
_FROM_DOMAIN = re.compile(rb"^from[ \t]*:[^\r\n]{0,500}@([A-Za-z0-9.-]{1,253})", re.IGNORECASE | re.MULTILINE)


def prepare(heads: Sequence[tuple[bytes, Arrival]]) -> None:
    """Have the answers ready for messages of which the header and the way are known.

    Takes five seconds at most for all of them together; what could not be had is remembered as such.
    """
    from_outside = [(head, arrival) for head, arrival in heads if arrival.is_from_outside]
    if len(from_outside) < 2:
        return
    with ThreadPoolExecutor(len(from_outside), thread_name_prefix="mail-dns") as pool:
        list(pool.map(lambda each: _ask(*each), from_outside))


def _ask(head: bytes, arrival: Arrival) -> None:
    lookups = Lookups()
    spf.check(arrival.peer, arrival.sender, arrival.helo, lookups)
    domains = {found.decode("ascii").lower() for found in _FROM_DOMAIN.findall(head)[:2]}
    keys = [f"{each.selector}._domainkey.{each.domain}" for each in dkim.signatures(head)]
    try:
        for domain in domains:
            dmarc.policy_of(domain, lookups)
        for key in keys[: dkim.MOST_SIGNATURES]:
            lookups.texts(key)
    except Unavailable:
        return
