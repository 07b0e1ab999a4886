"""Whether a message is from whom it says: SPF, DKIM and DMARC, found by ourselves or told by our own server."""

from divan.mail.trust.checking import Arrival, check
from divan.mail.trust.findings import Findings, Verdict
from divan.mail.trust.preparing import prepare

__all__ = ["Arrival", "Findings", "Verdict", "check", "prepare"]
