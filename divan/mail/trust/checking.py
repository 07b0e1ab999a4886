"""The verdict about a message, by whichever evidence its way to us allows.

A message that came straight from its sender's server is examined here. One that another server of ours took
first cannot be: what we see is that server. Then only what it wrote into the message counts, and only under the
name that is set for the mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings

from divan.mail.trust import dkim, dmarc, spf
from divan.mail.trust.findings import Findings, Verdict
from divan.mail.trust.lookups import Lookups, Unavailable
from divan.mail.trust.results import Result, reported

_FROM = re.compile(rb"^from[ \t]*:", re.IGNORECASE | re.MULTILINE)
OURSELVES = "divan"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a message came: the other side, its name, the envelope sender, and what our own server is called."""

    peer: str = ""
    helo: str = ""
    sender: str = ""
    is_direct: bool = False
    authserv_id: str = ""

    @property
    def is_from_outside(self) -> bool:
        """Whether the peer is the server of somebody else."""
        return self.is_direct and not is_front(self.peer)


def is_front(peer: str) -> bool:
    """Whether the address is that of a server of ours (`settings.MAIL_FRONTS`), or none at all."""
    try:
        address = ip_address(peer)
    except ValueError:
        return True
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(network, strict=False) for network in settings.MAIL_FRONTS)


def check(raw: bytes, sender: str, arrival: Arrival) -> Findings:
    """What can be said about the message being from `sender`, the address in From. Never raises.

    Takes five seconds at most, as long as DNS takes.
    """
    head = dkim.head_of(raw)
    domain = _ascii(sender.rpartition("@")[2])
    # Readers differ in which of several From headers they believe (RFC 7489 section 6.6.1).
    if not domain or len(_FROM.findall(head)) != 1:
        return Findings()
    if arrival.is_from_outside:
        return _examined(raw, domain, arrival)
    if arrival.authserv_id:
        return _told(reported(head, arrival.authserv_id), domain, arrival.authserv_id)
    return Findings()


def _examined(raw: bytes, domain: str, arrival: Arrival) -> Findings:
    lookups = Lookups()
    try:
        policy, is_known = dmarc.policy_of(domain, lookups), True
    except Unavailable:
        policy, is_known = None, False
    rules = policy or dmarc.Policy("")

    def may_sign(signer: str) -> bool:
        return dmarc.aligned(signer, domain, strict=rules.strict_dkim)

    signed, signer = dkim.check(raw, may_sign, lookups)
    allowed, host = spf.check(arrival.peer, arrival.sender, arrival.helo, lookups)
    vouched = allowed == "pass" and dmarc.aligned(host, domain, strict=rules.strict_spf)
    verdict, outcome = Verdict.UNKNOWN, "temperror"
    if is_known and (signed == "pass" or vouched):
        verdict, outcome = Verdict.PASSED, "pass"
    elif is_known and "temperror" not in (signed, allowed):
        is_rejected = rules.action in ("quarantine", "reject")
        verdict, outcome = Verdict.REJECTED if is_rejected else Verdict.FAILED, "fail"
    return Findings(
        verdict=verdict,
        spf=allowed,
        spf_domain=host if allowed == "pass" else "",
        dkim=signed,
        dkim_domain=signer,
        dmarc="none" if is_known and policy is None else outcome,
        policy=rules.action,
        by=OURSELVES,
    )


def _told(results: list[Result], domain: str, by: str) -> Findings:
    """The verdict by what our own server reported."""
    spf_result, host = _best(results, "spf", "smtp.mailfrom", domain)
    dkim_result, signer = _best(results, "dkim", "header.d", domain)
    outcome, about = _best(results, "dmarc", "header.from", domain)
    verdict = Verdict.UNKNOWN
    if outcome in ("pass", "bestguesspass"):
        verdict = Verdict.PASSED if about == domain else Verdict.UNKNOWN
    elif outcome == "fail":
        verdict = Verdict.REJECTED if _asks_for_more(results) else Verdict.FAILED
    elif outcome in ("", "none"):
        vouching = [where for what, where in ((dkim_result, signer), (spf_result, host)) if what == "pass"]
        if any(dmarc.aligned(where, domain, strict=False) for where in vouching):
            verdict = Verdict.PASSED
        elif "temperror" not in (dkim_result, spf_result) and (dkim_result or spf_result):
            verdict = Verdict.FAILED
    return Findings(
        verdict=verdict,
        spf=spf_result,
        spf_domain=host,
        dkim=dkim_result,
        dkim_domain=signer,
        dmarc=outcome,
        by=by,
    )


def _best(results: list[Result], method: str, about: str, domain: str) -> tuple[str, str]:
    """The outcome of a method and its domain: of several signatures the one that may vouch for the sender."""
    found = [
        (each.outcome, each.about.get(about, each.about.get("header.i", "")).rpartition("@")[2])
        for each in results
        if each.method == method
    ]
    vouching = [each for each in found if each[0] == "pass" and dmarc.aligned(each[1], domain, strict=False)]
    return next(iter(vouching or found), ("", ""))


def _asks_for_more(results: list[Result]) -> bool:
    """Whether the failed policy is one that asks not to believe the message; servers name it in many ways."""
    said = [value for each in results if each.method == "dmarc" for value in each.about.values()]
    return any(value.startswith(("quarantine", "reject", "oreject")) for value in said)


def _ascii(domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode("ascii") if not domain.isascii() else domain.lower()
    except UnicodeError:
        return ""
