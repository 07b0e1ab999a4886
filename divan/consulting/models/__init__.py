"""What colleagues ask each other about a ticket, and who has solved what."""

from divan.consulting.models.expertise import SolvedTally
from divan.consulting.models.referrals import OPEN, Referral
from divan.consulting.models.threads import SideThread, SideThreadPerson

__all__ = ["OPEN", "Referral", "SideThread", "SideThreadPerson", "SolvedTally"]
