"""The message of a ticket that a mail becomes: what is new in it, its files, and whom it names."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from divan.conversations import files
from divan.conversations.actions import Draft, upload
from divan.core.actors import Actor
from divan.mail.letters.links import without_tokens
from divan.mail.models import InboundMail
from divan.mail.parsing import Address, File, ParsedMail
from divan.mail.signing import without_tag

MOST_RECIPIENTS = 50
LONGEST_NAME, LONGEST_ADDRESS = 200, 254


def draft_of(
    mail: InboundMail, parsed: ParsedMail, actor: Actor, *, is_verified: bool, author_name: str = ""
) -> Draft:
    """The draft; its files are stored for `actor` and belong to the message once it is written."""
    attached = tuple(keep(each, mail, actor) for each in parsed.attachments)
    # A forwarded mail may be all quotation: then the quotation is the message.
    own = parsed.reply_text or parsed.text
    # Answers quote our mails, whose links open the ticket in the name of one person; many read the answer.
    return Draft(
        text=without_tokens(own) or _("This message has no text."),
        html=without_tokens(parsed.html) if own == parsed.reply_text else "",
        quoted=without_tokens(parsed.quoted) if parsed.reply_text else "",
        attachments=attached,
        upload_key=key_of(mail),
        client_key=key_of(mail),
        is_automatic=parsed.auto is not None,
        is_verified=is_verified,
        author_name=author_name,
        recipients=tuple(_recipients(parsed))[:MOST_RECIPIENTS],
    )


def keep(attached: File, mail: InboundMail, actor: Actor) -> int:
    """Store one file of a mail; returns its id."""
    file = SimpleUploadedFile(files.clean_name(attached.name), attached.data)
    # Some programs call the pictures of their text attachments: the text itself says which belong to it.
    inline_id = attached.cid if attached.type.startswith("image/") else ""
    return upload(file, actor=actor, upload_key=key_of(mail), inline_id=inline_id).pk


def key_of(mail: InboundMail) -> str:
    """The key of the submission. The hash of the message keeps others from using it up beforehand."""
    return f"mail:{mail.pk}:{mail.sha256[:40]}"


def _recipients(parsed: ParsedMail) -> Iterator[dict[str, str]]:
    """Whom the message names. The tags of our own addresses are secrets of their holders and left out."""
    for kind, addresses in (("to", parsed.to), ("cc", parsed.cc)):
        for named in addresses:
            yield {"kind": kind, "address": _plain(named), "name": named.name[:LONGEST_NAME]}


def _plain(named: Address) -> str:
    plain = without_tag(named.email)
    return (named.email if plain == named.email.lower() else plain)[:LONGEST_ADDRESS]
