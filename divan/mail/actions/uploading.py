"""Old mail from files: a message (.eml) or a mailbox file with many of them (.mbox)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from mmap import mmap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.mail import mbox
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, Mailbox
from divan.mail.receiving.sessions import LARGEST_MESSAGE
from divan.mail.recipients import recipients_in, return_path
from divan.ui.formats import filesize, number

LARGEST_FILE = 50 * 1024 * 1024
MOST_MESSAGES = 2_000
# A message begins with the name of a header field and a colon (RFC 5322 section 2.2).
_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,80}[!-9;-~]{1,80}[ \t]{0,80}:")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """How many messages were taken in, were known already, and were too large."""

    taken: int
    known: int
    too_large: int


def upload_mail(content: bytes | mmap, mailbox: Mailbox, *, actor: Actor) -> Uploaded:
    """Keep every message of a file as mail to `mailbox`.

    Each is kept by itself: after a crash the same file is uploaded again, and what is there already counts as
    known. Raises Refused for a file that holds no mail, or too much of it.
    """
    require(actor, "mail.manage")
    if len(content) > LARGEST_FILE:
        limit = {"size": filesize(LARGEST_FILE)}
        raise Refused(_("The file is larger than %(size)s: split it first.") % limit, field="file")
    newest = InboundMail.objects.order_by("-id").values_list("id", flat=True).first() or 0
    taken: set[int] = set()
    known = too_large = 0
    is_mbox = mbox.is_mbox(content)
    for place in _places(content, is_mbox):
        if place.stop - place.start > LARGEST_MESSAGE:
            too_large += 1
            continue
        row = _keep(mbox.message_at(content, place) if is_mbox else content[place], mailbox)
        if row.pk > newest and row.pk not in taken:
            taken.add(row.pk)
        else:
            known += 1
    if taken:
        record(actor, "mail.uploaded", mailbox.address, count=len(taken))
    return Uploaded(len(taken), known, too_large)


def _keep(raw: bytes, mailbox: Mailbox) -> InboundMail:
    envelope = Envelope(
        sender=return_path(raw),
        recipients=recipients_in(raw) or (mailbox.address,),
        way=InboundMail.Way.UPLOAD,
        mailbox=mailbox,
    )
    return take_in(raw, envelope)


def _places(content: bytes | mmap, is_mbox: bool) -> list[slice]:
    """Where the messages of the file lie. Raises Refused if there are none or too many."""
    if is_mbox:
        places = mbox.places(content)
        if len(places) > MOST_MESSAGES:
            raise Refused(_too_many(), field="file")
        return places
    if not _FIELD.match(content):
        raise Refused(_("This is neither a message (.eml) nor a mailbox file (.mbox)."), field="file")
    return [slice(0, len(content))]


def _too_many() -> str:
    return ngettext(
        "The file holds more than %(num)s message: split it first.",
        "The file holds more than %(num)s messages: split it first.",
        MOST_MESSAGES,
    ) % {"num": number(MOST_MESSAGES)}
