"""Whom a message is for, where no envelope says it: fetched mail, and mail that a program hands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from divan.accounts.models.users import clean_address
from divan.mail.intake import MOST_RECIPIENTS, header_fields
from divan.mail.models import Mailbox
from divan.mail.parsing.fields import Fields
from divan.mail.parsing.headers import read_addresses
from divan.mail.signing import without_tag

# What delivering servers write down comes first: it is the address that the copy was really sent to.
_NAMED_IN = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
_MOST_READ = 1_000


def recipients_in(raw: bytes) -> tuple[str, ...]:
    """Our own addresses that the headers name, signed addresses included, 50 at most."""
    named = list(dict.fromkeys(_named(header_fields(raw))))[:_MOST_READ]
    plain = {address: _plain(address) for address in named}
    ours = _ours(plain.values())
    return tuple(address for address in named if plain[address] in ours)[:MOST_RECIPIENTS]


def return_path(raw: bytes) -> str:
    """The sender of the envelope, as the delivering server noted it (RFC 5321 section 4.4); "" for none."""
    for name, value in header_fields(raw):
        if name.lower() == "return-path":
            return next((address.email for address in read_addresses(value)), "")
    return ""


def _named(fields: Fields) -> Iterator[str]:
    for wanted in _NAMED_IN:
        for name, value in fields:
            if name.lower() == wanted:
                yield from (address.email for address in read_addresses(value) if address.email)


def _plain(address: str) -> str:
    return clean_address(without_tag(address))


def _ours(addresses: Iterable[str]) -> set[str]:
    active = Mailbox.objects.filter(address__in=set(addresses), is_active=True)
    return set(active.values_list("address", flat=True))
