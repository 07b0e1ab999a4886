"""The mail server that takes our mail."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass, field

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.sealing import seal
from divan.mail.letters.queueing import sender_of
from divan.mail.mailboxes import mailbox_for_group
from divan.mail.models import RelaySettings, Security
from divan.mail.relay import PURPOSE, current_relay

TEST_SECONDS = 10


@dataclass(frozen=True, slots=True)
class RelayData:
    """What the settings page asks for. An empty password leaves the stored one."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)


def change_relay(data: RelayData, *, actor: Actor) -> RelaySettings:
    """Set the relay. A stored password is never handed to another server than the one it was entered for.

    A permission of its own, because whoever chooses the server reads the codes that sign everybody in.
    """
    require(actor, "relay.manage")
    with transaction.atomic():
        row = RelaySettings.objects.select_for_update().filter(is_general=True).first() or RelaySettings(
            host=""
        )
        is_same = (row.host, row.username) == (data.host, data.username)
        if data.username and not data.password and not (is_same and row.sealed_password):
            raise Refused(_("Enter the password of this account on the server."), field="password")
        if data.username and data.security == Security.NONE:
            raise Refused(_("A password may only be sent over a protected connection."), field="security")
        if data.password or not data.username:
            row.sealed_password = seal(data.password, purpose=PURPOSE)
        row.host, row.port, row.security, row.username = data.host, data.port, data.security, data.username
        row.save()
        record(actor, "relay.changed", f"{data.host}:{data.port}")
    return row


def send_test(*, actor: Actor) -> None:
    """Send a mail to the actor's own address at once. Raises Refused with what the server said."""
    require(actor, "relay.manage")
    relay = current_relay()
    if relay is None:
        raise Refused(_("No mail server is set yet."))
    sender = sender_of(mailbox_for_group(None), actor.language)
    message = EmailMessage(
        subject=_("Test mail from Divan"),
        body=_("If you can read this, your help desk can send mail."),
        from_email=sender.address,
        to=[actor.email],
        connection=relay.connection(timeout=TEST_SECONDS),
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as failure:
        raise Refused(_("The server did not take the mail: %(reason)s") % {"reason": failure}) from failure
