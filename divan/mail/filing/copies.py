"""One message that took several ways to us is one message; different ones under one Message-ID are not."""

from __future__ import annotations

import hashlib

from divan.core.prepared import Prepared
from divan.mail.models import InboundMail
from divan.mail.parsing import Address, ParsedMail

_filed = Prepared(
    lambda filed_as: InboundMail.objects.filter(filed_as=filed_as).order_by().values_list("pk", flat=True),
    filed_as=str,
)


def content_digest(parsed: ParsedMail) -> str:
    """A hash of what the message says, whichever way it took."""
    said = "\x00".join((parsed.subject, parsed.text, parsed.markup))
    digest = hashlib.sha256(said.encode("utf-8", "replace"))
    for attached in parsed.attachments:
        digest.update(hashlib.sha256(attached.data).digest())
    return digest.hexdigest()


def claim(mail: InboundMail, sender: Address) -> bool:
    """Take the right to file this message, once for all its copies; False if another copy has been filed.

    `filed_as` is unique and saved at the end of the transaction, so of two copies that are filed at the same
    moment only one can be committed; the other is filed again and finds the first. Different messages under one
    Message-ID are told apart by what they say; without a Message-ID nothing tells a copy from a message that
    was sent twice.
    """
    if not mail.message_id:
        return True
    said = "\x00".join((sender.email.lower(), mail.message_id, mail.content_digest))
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    if any(pk != mail.pk for pk in _filed(filed_as=digest)):
        return False
    mail.filed_as = digest
    return True


def filed_copy(mail: InboundMail, sender: Address) -> InboundMail | None:
    """The copy that was filed instead of this one."""
    copies = InboundMail.objects.filter(message_id=mail.message_id, filed_as__isnull=False)
    same = copies.filter(content_digest=mail.content_digest, sender=sender.email[:320])
    return same.exclude(pk=mail.pk).select_related("ticket").first()
