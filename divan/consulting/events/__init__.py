"""The kinds of event that consulting writes."""

from divan.consulting.events.owners import EscalationTakenBack, TicketEscalated, TicketHandedOver
from divan.consulting.events.referrals import (
    ReferralAnswered,
    ReferralReturned,
    ReferralTakenBack,
    TicketReferred,
)

__all__ = [
    "EscalationTakenBack",
    "ReferralAnswered",
    "ReferralReturned",
    "ReferralTakenBack",
    "TicketEscalated",
    "TicketHandedOver",
    "TicketReferred",
]
