"""Addresses of the help desk, mail that came in, mail that goes out, and the way out."""

from divan.mail.models.inbound import InboundMail, KnownMessageId
from divan.mail.models.mailboxes import Mailbox
from divan.mail.models.outgoing import OutgoingMail
from divan.mail.models.relay import RelaySettings

__all__ = ["InboundMail", "KnownMessageId", "Mailbox", "OutgoingMail", "RelaySettings"]
