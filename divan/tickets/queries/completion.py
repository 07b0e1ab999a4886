"""Known people while somebody types: for the recipients of a mail, and for whom a ticket is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.db.models.functions import Lower, Replace

from divan.accounts.access import people_visible_to
from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.ids import id_in
from divan.core.l10n.numbers import ascii_digits, digits
from divan.tickets.recipients import address_in

MOST = 8
LONGEST = 100
_PHONE = re.compile(r"[0-9 ()+./-]+")
_BETWEEN_DIGITS = " -().+/"
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, and by what they are told from others of the same name."""

    name: str
    address: str
    organization: str
    phone: str


def complete(actor: Actor, text: str) -> list[Known]:
    """People whom the actor may find, at most `MOST`: a word of their name, their address or their organisation begins
    with `text`, or their telephone number has these digits.
    """
    wanted = " ".join(text.split())[:LONGEST]
    if not wanted or not actor.is_staff:
        return []
    people = people_visible_to(actor).annotate(by_name=Lower("name"), digits=_digits())
    found = people.filter(_fits(wanted)).order_by("by_name", "pk")
    rows = found.values_list("name", "email", "organization__name", "phone")[:MOST]
    return [Known(name, email, organization or "", phone) for name, email, organization, phone in rows]


def known_person(actor: Actor, text: str) -> User | None:
    """Whom an id, an address or a completed line (`"Name" <address>`) means, if the actor may find them."""
    people = people_visible_to(actor).select_related("organization")
    if person_id := id_in(text.strip()):
        return people.filter(pk=person_id).first()
    address = address_in(text)
    return people.filter(email=address).first() if address else None


def _fits(wanted: str) -> Q:
    fits = Q(email__startswith=wanted.lower()) | Q(by_name__startswith=wanted.lower())
    # Databases lower letters differently beyond ASCII, so the usual spellings of a beginning are all tried.
    for spelling in {wanted, wanted.lower(), wanted.title(), wanted.replace("i", "İ").title()}:
        for field in ("name", "organization__name"):
            fits |= Q((f"{field}__startswith", spelling)) | Q((f"{field}__contains", f" {spelling}"))
    number = ascii_digits(wanted)
    # The leading zero is not said with a country before it.
    called = re.sub(r"[^0-9]", "", number).lstrip("0") if _PHONE.fullmatch(number) else ""
    if len(called) < _FEWEST_DIGITS:
        return fits
    return fits | Q(digits__contains=called) | Q(digits__contains=digits(called, "fa"))


def _digits() -> Replace:
    """A telephone number without what people write between its digits."""
    bare: F | Replace = F("phone")
    for mark in _BETWEEN_DIGITS:
        bare = Replace(bare, Value(mark), Value(""))
    assert isinstance(bare, Replace)
    return bare
