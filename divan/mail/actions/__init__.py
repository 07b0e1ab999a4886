"""The verbs of mail: its addresses and servers, signatures, and what people do with mail that got stuck."""

from divan.mail.actions.grants import GrantData, connect, disconnect, set_grant
from divan.mail.actions.incoming_servers import (
    ServerData,
    remove_incoming_server,
    set_incoming_server,
    start_fetching,
    stop_fetching,
)
from divan.mail.actions.mailboxes import MailboxData, change_mailbox, create_mailbox
from divan.mail.actions.redelivering import redeliver
from divan.mail.actions.relaying import RelayData, change_relay, remove_relay, send_test
from divan.mail.actions.retrying import release_held, retry_all_inbound, retry_inbound, retry_outgoing
from divan.mail.actions.signatures import SignatureData, remove_signature, set_signature
from divan.mail.actions.uploading import Uploaded, upload_mail

__all__ = [
    "GrantData",
    "MailboxData",
    "RelayData",
    "ServerData",
    "SignatureData",
    "Uploaded",
    "change_mailbox",
    "change_relay",
    "connect",
    "create_mailbox",
    "disconnect",
    "redeliver",
    "release_held",
    "remove_incoming_server",
    "remove_relay",
    "remove_signature",
    "retry_all_inbound",
    "retry_inbound",
    "retry_outgoing",
    "send_test",
    "set_grant",
    "set_incoming_server",
    "set_signature",
    "start_fetching",
    "stop_fetching",
    "upload_mail",
]
