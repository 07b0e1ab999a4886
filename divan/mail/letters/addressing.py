"""Who gets the mail of a message, and what its headers say about the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr

from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets.models import Participant, Ticket

BCC = "bcc"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who gets a mail of their own. `kind` is the header that names them: "to", "cc", or none ("bcc").

    `is_outside`: they are not part of the ticket, so they get no link to it, and what they answer stays inside.
    `person` is not stored then if nobody here has that address.
    """

    person: User
    kind: str
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The values of To and Cc that everybody's mail shows; nothing means the recipient alone."""

    to: str = ""
    cc: str = ""


ALONE = Shown()


def addressees(ticket: Ticket, message: Message | None, *, but: int | None) -> list[Addressee]:
    """Those whom the message names, or else the requester and everybody who takes part; without whoever did it.

    A message that came in names others than those whom we write to: its recipients are not used.
    """
    inside = _inside(ticket)
    if message is not None and message.from_staff and message.recipients:
        found = _named(ticket, message, inside)
    else:
        found = [
            Addressee(person, "to" if person.pk == ticket.requester_id else "cc")
            for person in inside.values()
        ]
    return [one for one in found if one.person.is_active and (one.person.pk is None or one.person.pk != but)]


def shown_to_all(found: list[Addressee]) -> Shown:
    """The headers for a message to these people; those in Bcc are in none."""
    lines = {
        kind: ", ".join(_header(one.person) for one in found if one.kind == kind) for kind in ("to", "cc")
    }
    return Shown(lines["to"], lines["cc"])


def _inside(ticket: Ticket) -> dict[str, User]:
    """The requester and those who take part, by address."""
    rows = Participant.objects.filter(ticket=ticket).exclude(user_id=ticket.requester_id)
    people = [ticket.requester, *(row.user for row in rows.select_related("user").order_by("pk"))]
    return {person.email: person for person in people}


def _named(ticket: Ticket, message: Message, inside: Mapping[str, User]) -> list[Addressee]:
    addresses = [row["address"] for row in message.recipients]
    known = {person.email: person for person in User.objects.filter(email__in=addresses)}
    return [
        Addressee(
            known.get(row["address"]) or _stranger(row, ticket),
            row["kind"],
            is_outside=message.is_internal or row["kind"] == BCC or row["address"] not in inside,
        )
        for row in message.recipients
    ]


def _stranger(row: Mapping[str, str], ticket: Ticket) -> User:
    """Somebody who is not stored: written to in the language of the ticket."""
    here = installation()
    return User(
        email=row["address"],
        name=row.get("name", ""),
        language=ticket.language or (here.default_language if here else "en"),
        time_zone=here.time_zone if here else "UTC",
    )


def _header(person: User) -> str:
    return formataddr((" ".join(person.name.split()), person.email), charset="utf-8")
