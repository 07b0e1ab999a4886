"""What was found out about the sender of a message."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`PASSED`: the sender's domain vouches for it. `REJECTED`: the domain asks not to believe it.

    `FAILED`: everything could be asked and nothing vouches for it. `UNKNOWN`: it could not be found out.
    """

    PASSED = "passed"
    REJECTED = "rejected"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Findings:
    """Results in the words of RFC 7208, RFC 6376 and RFC 7489; "" where nothing was asked.

    `by` is "divan", or the name under which our own mail server reported them. The domains are those that
    SPF and DKIM vouched for, `policy` what the domain of the sender asks for when neither is its own.
    """

    verdict: Verdict = Verdict.UNKNOWN
    spf: str = ""
    spf_domain: str = ""
    dkim: str = ""
    dkim_domain: str = ""
    dmarc: str = ""
    policy: str = ""
    by: str = ""

    def as_row(self) -> dict[str, str]:
        """What is kept with the message: only what is known."""
        return {name: str(value) for name, value in asdict(self).items() if value}
