"""What the desk says about the sender of a mail, in words, a tone and a mark."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from divan.mail.models import InboundMail

Evidence = InboundMail.Evidence


@dataclass(frozen=True, slots=True)
class Judgement:
    """A badge and the sentence behind it."""

    words: str
    meaning: str
    mark: str
    tone: str = ""


def judgement_of(evidence: str, *, belongs: bool) -> Judgement:
    """What is known about a sender; `belongs` is whether they are one of the people of the ticket.

    A warning stands out, confirmation does not.
    """
    words = str(Evidence(evidence).label)
    if evidence == Evidence.FORGED:
        told = _("The domain that this mail names says that it did not send it. Ask back on another way.")
        return Judgement(words, told, "alert", "danger")
    if not belongs:
        told = _(
            "Nobody knows whether this person has to do with the ticket. Be careful with what you answer."
        )
        return Judgement(str(Evidence.UNVERIFIED.label), told, "alert", "wait")
    if evidence == Evidence.PASSED:
        return Judgement(words, _("The domain of the sender confirms that it sent this mail."), "shield")
    if evidence == Evidence.SIGNED:
        told = _("It came to an address that only the recipients of our mail know.")
        return Judgement(words, told, "shield")
    return Judgement(words, _("Nobody confirmed that this mail is from the one it names."), "mail")
