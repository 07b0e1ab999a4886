"""The verbs of consulting."""

from divan.consulting.actions.escalation import LAST_TIER, escalate
from divan.consulting.actions.handovers import hand_over
from divan.consulting.actions.referrals import (
    answer_referral,
    refer,
    return_referral,
    take_back_referral,
)

__all__ = [
    "LAST_TIER",
    "answer_referral",
    "escalate",
    "hand_over",
    "refer",
    "return_referral",
    "take_back_referral",
]
