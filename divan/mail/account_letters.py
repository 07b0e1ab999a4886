"""Queues what the accounts slice writes: codes, invitations, notices about one's account."""

from __future__ import annotations

from email.utils import formataddr

from divan.accounts.mailing import Letter
from divan.accounts.models import User
from divan.mail.automatic.headers import headers_of_automatic, headers_of_subscription
from divan.mail.letters.queueing import sender_of, store
from divan.mail.mailboxes import mailbox_for_group
from divan.mail.signing import new_message_id


def queue_letter(letter: Letter) -> None:
    """Queue a finished letter, in the transaction of what it is about."""
    mailbox = mailbox_for_group(None)
    sender = sender_of(mailbox, letter.language)
    store(
        recipient=User.objects.by_email(letter.to),
        purpose=f"account.{letter.kind}"[:60],
        to=letter.to,
        to_name=" ".join(letter.name.split()),
        mailbox=mailbox,
        sender=formataddr((sender.name, sender.address)),
        envelope_from=sender.address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        headers=headers_of_automatic("auto-generated", sender.address) | headers_of_subscription(letter.stop),
        identifier=new_message_id(None, sender.domain),
    )
