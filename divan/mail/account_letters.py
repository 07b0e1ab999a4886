"""Queues what the accounts slice writes: codes, invitations, notices about one's account."""

from __future__ import annotations

from email.utils import formataddr

from divan.accounts.mailing import Letter
from divan.accounts.models import User
from divan.mail.letters.queueing import sender_of, store
from divan.mail.mailboxes import mailbox_for_group
from divan.mail.signing import new_message_id


def queue_letter(letter: Letter) -> None:
    """Queue a finished letter, in the transaction of what it is about."""
    sender = sender_of(mailbox_for_group(None), letter.language)
    store(
        recipient=User.objects.by_email(letter.to),
        purpose=f"account.{letter.kind}"[:60],
        to=letter.to,
        to_name=" ".join(letter.name.split()),
        sender=formataddr((sender.name, sender.address)),
        envelope_from=sender.address,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        language=letter.language,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        identifier=new_message_id(None, sender.domain),
    )
