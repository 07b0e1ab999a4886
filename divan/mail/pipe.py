"""Mail that another program on this machine hands over, one message at a time.

The answer is an exit code of sysexits.h, which mail servers understand: only `LATER` makes them try again, so
it stands for everything that is our fault.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum

from django.db import DatabaseError

from divan.mail import intake
from divan.mail.mailboxes import mailbox_of
from divan.mail.models import InboundMail, Mailbox
from divan.mail.receiving.sessions import LARGEST_MESSAGE
from divan.mail.recipients import recipients_in, return_path

# In these Postfix and qmail name the recipient and the sender.
_RECIPIENT_VARIABLES = ("ORIGINAL_RECIPIENT", "RECIPIENT")
_SENDER_VARIABLE = "SENDER"


class Exit(IntEnum):
    """Exit codes of sysexits.h."""

    OK = 0
    USAGE = 64
    BAD_MESSAGE = 65
    UNKNOWN_RECIPIENT = 67
    LATER = 75


def take(
    raw: bytes,
    *,
    recipients: Sequence[str] = (),
    mailbox: str = "",
    sender: str = "",
    environment: Mapping[str, str],
) -> Exit:
    """Keep a message and say how that went; what went wrong is told on standard error.

    Who gets it: `mailbox` alone, otherwise the `recipients`, otherwise the one that the mail server named in
    the environment, otherwise those in the message's own headers.
    """
    if not raw.strip() or len(raw) > LARGEST_MESSAGE:
        return _no(
            Exit.BAD_MESSAGE, "The message is empty." if not raw.strip() else "The message is too large."
        )
    try:
        chosen = _mailbox(mailbox)
        envelope = intake.Envelope(
            sender=(sender or environment.get(_SENDER_VARIABLE) or return_path(raw)).strip("<>"),
            recipients=tuple(recipients) or _recipients(raw, environment) or ((mailbox,) if mailbox else ()),
            way=InboundMail.Way.PIPE,
            mailbox=chosen,
        )
        intake.take_in(raw, envelope)
    except intake.UnknownRecipient as unknown:
        return _no(Exit.UNKNOWN_RECIPIENT, f"None of these is an address of this help desk: {unknown}")
    except (OSError, DatabaseError) as failure:
        return _no(Exit.LATER, f"The message could not be kept: {failure}")
    return Exit.OK


def _mailbox(address: str) -> Mailbox | None:
    """The mailbox that was named; None when none was. Raises UnknownRecipient."""
    found = mailbox_of(address) if address else None
    if address and found is None:
        raise intake.UnknownRecipient(address)
    return found


def _recipients(raw: bytes, environment: Mapping[str, str]) -> tuple[str, ...]:
    named = [environment[name] for name in _RECIPIENT_VARIABLES if environment.get(name)]
    if any(map(mailbox_of, named)):
        return tuple(named)
    return recipients_in(raw)


def _no(code: Exit, sentence: str) -> Exit:
    print(sentence, file=sys.stderr)
    return code
