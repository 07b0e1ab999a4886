"""Whom a customer's message goes to besides us, and what follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from divan.accounts.models import User
from divan.accounts.models.users import clean_address
from divan.core.actors import SYSTEM
from divan.mail.filing.newcomers import somebody_new
from divan.mail.filing.outcomes import Case
from divan.mail.models import Mailbox
from divan.mail.parsing import Address, ParsedMail
from divan.mail.signing import without_tag
from divan.tickets import actions
from divan.tickets.models import Ticket

MOST_COPIED_IN = 10
MOST_NAMED = 100
# Addresses behind which nobody reads what we write.
_MACHINE = re.compile(
    r"(?:no|do[-_.]?not|dont|never)[-_.]?reply\b|mailer-daemon\b|postmaster\b|bounces?\b|abuse\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Circle:
    """Those in To and Cc of a message by their clean addresses, ours without their tags; which of them are `ours`."""

    named: dict[str, Address]
    ours: frozenset[str]

    def is_complete(self, person: User, ticket: Ticket) -> bool:
        """Whether the message names us and, unless it is theirs, the requester.

        What reached us in Bcc or was redirected to us, and what somebody wrote to the desk alone about the
        request of somebody else, was not meant for everybody on the ticket.
        """
        if not self.ours:
            return False
        return ticket.requester_id == person.pk or clean_address(ticket.requester.email) in self.named


def circle_of(parsed: ParsedMail) -> Circle:
    """Whom the message names, in one query."""
    everybody = [*parsed.to, *parsed.cc][:MOST_NAMED]
    named = {clean_address(without_tag(each.email)): each for each in everybody if "@" in each.email}
    plain = {key: _without_plus(key) for key in named}
    candidates = {*plain.keys(), *plain.values()}
    known = set(Mailbox.objects.filter(address__in=candidates).values_list("address", flat=True))
    return Circle(named, frozenset(key for key in named if key in known or plain[key] in known))


def _without_plus(address: str) -> str:
    """Mail to an address with any tag comes to us, too; a tag that is not ours proves nothing."""
    local, _at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def copy_others_in(case: Case, circle: Circle, person: User, ticket: Ticket) -> None:
    """Let those take part whom a trusted message names beside us.

    The caller has made sure that the message is proven to be the sender's: otherwise anybody could have us
    write to whom they like.
    """
    others = {key: each for key, each in circle.named.items() if key not in circle.ours}
    others.pop(clean_address(person.email), None)
    if case.parsed.auto is not None or case.is_forged or not others:
        return
    others.pop(clean_address(ticket.requester.email), None)
    addresses = [each for key, each in others.items() if not _MACHINE.match(key)]
    people = [somebody_new(case.mail, case.parsed, each) for each in addresses[:MOST_COPIED_IN]]
    # Colleagues see the ticket at the desk, or must not see it at all.
    joining = [each for each in people if each.is_active and not each.is_staff]
    if joining:
        actions.copy_in(ticket, joining, actor=SYSTEM)
