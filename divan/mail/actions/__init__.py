"""The verbs of mail: its addresses, its way out, and what people do with mail that got stuck."""

from divan.mail.actions.mailboxes import MailboxData, change_mailbox, create_mailbox
from divan.mail.actions.relaying import RelayData, change_relay, send_test
from divan.mail.actions.retrying import release_held, retry_inbound, retry_outgoing

__all__ = [
    "MailboxData",
    "RelayData",
    "change_mailbox",
    "change_relay",
    "create_mailbox",
    "release_held",
    "retry_inbound",
    "retry_outgoing",
    "send_test",
]
