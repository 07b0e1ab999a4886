"""A message in hand while it is filed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.mail.models import InboundMail
from divan.mail.parsing import Address, ParsedMail
from divan.mail.threads import Place
from divan.tickets.models import Ticket

Evidence = InboundMail.Evidence


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known about a message when it is decided what becomes of it.

    `person` is whom it says it is from, if we know them; `place` where it belongs; `related` a ticket that it
    names without the right to.
    """

    mail: InboundMail
    parsed: ParsedMail
    sender: Address
    person: User | None = None
    place: Place | None = None
    related: Ticket | None = None

    @property
    def is_proven(self) -> bool:
        """Whether the sender's domain vouches for the message."""
        return self.mail.evidence == Evidence.PASSED

    @property
    def is_forged(self) -> bool:
        """Whether the sender's domain asks not to believe it."""
        return self.mail.evidence == Evidence.FORGED


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ticket` and `message` that the mail became, or the `reason` why it was set aside.

    `is_whole`: the message is all of the mail, so its layout may be shown with it.
    """

    ticket: Ticket | None = None
    message: Message | None = None
    reason: str = ""
    is_signed: bool = False
    is_whole: bool = True
