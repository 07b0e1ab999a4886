"""The verbs of consulting."""

from divan.consulting.actions.escalation import LAST_TIER, at_last_tier, escalate, restore_tier
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
    "at_last_tier",
    "escalate",
    "hand_over",
    "refer",
    "restore_tier",
    "return_referral",
    "take_back_referral",
]
