"""Addresses of the help desk, the servers behind them, mail that came in and mail that goes out."""

from divan.mail.models.addresses import UndeliverableAddress
from divan.mail.models.inbound import InboundMail, KnownMessageId
from divan.mail.models.incoming import FetchedFolder, FetchMark, IncomingServer, OAuthGrant
from divan.mail.models.mailboxes import Mailbox
from divan.mail.models.outgoing import OutgoingMail
from divan.mail.models.relay import RelaySettings
from divan.mail.models.servers import Security, SignIn
from divan.mail.models.signatures import Signature

__all__ = [
    "FetchMark",
    "FetchedFolder",
    "InboundMail",
    "IncomingServer",
    "KnownMessageId",
    "Mailbox",
    "OAuthGrant",
    "OutgoingMail",
    "RelaySettings",
    "Security",
    "SignIn",
    "Signature",
    "UndeliverableAddress",
]
