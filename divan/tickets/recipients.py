"""Who a message goes to: the lists of a composer and of a stored message, always clean (SECURITY class 28)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from divan.accounts.models.users import clean_address
from divan.core.errors import Refused
from divan.core.l10n.direction import strip_controls
from divan.tickets.hooks import own_addresses

MOST = 50
LONGEST_NAME = 200
LONGEST_LINE = 20_000
# One of several: commas and semicolons of every keyboard lie between them, and inside quotes they do not count.
_ENTRY = re.compile(r'(?:"[^"]*"|[^",;،؛])+')


class Kind(StrEnum):
    """The list that somebody stands in; only the two first are ever shown to others."""

    TO = "to"
    CC = "cc"
    BCC = "bcc"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address with the name beside it, as it stands in a message."""

    kind: str
    address: str
    name: str = ""


def as_rows(recipients: Iterable[Recipient]) -> list[dict[str, str]]:
    """As they are stored with a composition or a message."""
    return [asdict(recipient) for recipient in recipients]


def from_rows(rows: Iterable[Mapping[str, str]]) -> tuple[Recipient, ...]:
    """The recipients that are stored."""
    return tuple(Recipient(row["kind"], row["address"], row.get("name", "")) for row in rows)


def shown_to_customers(rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Without those in Bcc: nobody but the desk hears of them."""
    return [row for row in rows if row["kind"] != Kind.BCC]


def typed(kind: Kind, line: str) -> list[Recipient]:
    """What somebody wrote into the field of a list: addresses, with names or without, behind each other.

    Nothing is refused here; `clean` says what is no address.
    """
    found = [entry.strip() for entry in _ENTRY.findall(" ".join(line[:LONGEST_LINE].split()))]
    return [_one(kind, entry) for entry in found if entry]


def address_in(text: str) -> str:
    """The address of a field that names one person, with their name or without; empty for none and for several."""
    found = typed(Kind.TO, text)
    return clean_address(found[0].address) if len(found) == 1 else ""


def _one(kind: Kind, entry: str) -> Recipient:
    name, opened, address = entry.rpartition("<")
    if not opened:
        return Recipient(kind, entry)
    return Recipient(kind, address.rstrip("> "), name.strip(' "'))


def lines(recipients: Iterable[Recipient]) -> dict[str, str]:
    """The text of the field of each list, as `typed` reads it."""
    found: dict[str, list[str]] = {kind: [] for kind in Kind}
    for one in recipients:
        name = one.name.replace('"', "'")
        found[one.kind].append(f'"{name}" <{one.address}>' if name else one.address)
    return {kind: ", ".join(entries) for kind, entries in found.items()}


def clean(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Everybody once, To before Cc before Bcc, with clean names and addresses.

    Raises Refused (field "recipients") for what is no address, for addresses of the help desk itself, where
    the mail would come back, and for more than `MOST`.
    """
    order = list(Kind)
    kept: dict[str, Recipient] = {}
    for recipient in sorted(recipients, key=lambda one: order.index(Kind(one.kind))):
        address = _clean_address(recipient.address)
        kept.setdefault(address, Recipient(recipient.kind, address, clean_name(recipient.name)))
    if len(kept) > MOST:
        raise Refused(
            _("A message can have up to %(limit)s recipients.") % {"limit": MOST}, field="recipients"
        )
    return tuple(kept.values())


def clean_name(name: str) -> str:
    """A name on one line, without control characters and marks of direction."""
    kept = "".join(c if unicodedata.category(c) != "Cc" else " " for c in strip_controls(name))
    return " ".join(kept.split())[:LONGEST_NAME]


def is_own_address(address: str) -> bool:
    """Whether mail to this address would come back to the help desk."""
    return any(owns(address) for owns in own_addresses.values())


def _clean_address(text: str) -> str:
    address = clean_address(strip_controls(text))
    try:
        validate_email(address)
    except ValidationError as failure:
        raise Refused(
            _("“%(address)s” is not an e-mail address.") % {"address": address[:100]}, field="recipients"
        ) from failure
    if is_own_address(address):
        raise Refused(
            _("“%(address)s” is an address of this help desk. The mail would come back to it.")
            % {"address": address},
            field="recipients",
        )
    return address
