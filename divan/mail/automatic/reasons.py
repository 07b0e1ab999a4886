"""Why a mail did not arrive, as one of a few words that people understand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class BounceReason(models.TextChoices):
    """What a status code (RFC 3463) means to somebody who is no postmaster."""

    ADDRESS = "address", pgettext_lazy("bounce", "the mailbox does not exist")
    DOMAIN = "domain", pgettext_lazy("bounce", "the mail server of this address was not found")
    FULL = "full", pgettext_lazy("bounce", "the mailbox is full")
    SIZE = "size", pgettext_lazy("bounce", "the mail is too large")
    POLICY = "policy", pgettext_lazy("bounce", "the other side does not accept it")
    EXPIRED = "expired", pgettext_lazy("bounce", "it could not be delivered for a long time")
    COMPLAINT = "complaint", pgettext_lazy("bounce", "the recipient reported it as unwanted")
    OTHER = "other", pgettext_lazy("bounce", "the other side gave no clear reason")


# Subject and detail of the code; without the detail where all details of a subject mean the same (section 3).
_BY_CODE = {
    "1.2": BounceReason.DOMAIN,
    "1": BounceReason.ADDRESS,
    "2.2": BounceReason.FULL,
    "2.3": BounceReason.SIZE,
    "2": BounceReason.ADDRESS,
    "3.4": BounceReason.SIZE,
    "4.7": BounceReason.EXPIRED,
    "4": BounceReason.DOMAIN,
    "7": BounceReason.POLICY,
}


def reason_of(status: str) -> BounceReason:
    """The reason behind a kept status: an enhanced code such as "5.1.1"; OTHER for what says nothing."""
    if status == BounceReason.COMPLAINT:
        return BounceReason.COMPLAINT
    _class, _dot, rest = status.partition(".")
    return _BY_CODE.get(rest) or _BY_CODE.get(rest.partition(".")[0]) or BounceReason.OTHER
