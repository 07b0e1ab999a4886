"""The mail servers that take our mail: a general one, and those of single addresses."""

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
from divan.mail.actions.grants import give_access_to
from divan.mail.fetching.failures import FetchFailed
from divan.mail.letters.queueing import sender_of
from divan.mail.mailboxes import mailbox_for_group
from divan.mail.models import Mailbox, RelaySettings, Security, SignIn
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
    sign_in: str = SignIn.PASSWORD


@transaction.atomic
def change_relay(data: RelayData, *, actor: Actor, mailbox: Mailbox | None = None) -> RelaySettings:
    """Set the relay of a mailbox, or the general one.

    A stored password is never handed to another server than the one it was entered for. A permission of its
    own, because whoever chooses the server reads the codes that sign everybody in.
    """
    require(actor, "relay.manage")
    row = _locked(mailbox) or RelaySettings(host="", mailbox=mailbox, is_general=mailbox is None)
    if data.sign_in == SignIn.OAUTH2:
        _set_grant(row, data, mailbox)
    else:
        _set_password(row, data)
    row.host, row.port, row.security = data.host, data.port, data.security
    row.sign_in, row.username = data.sign_in, data.username
    row.save()
    details = {"mailbox": mailbox.address} if mailbox else {}
    record(actor, "relay.changed", f"{data.host}:{data.port}", **details)
    return row


@transaction.atomic
def remove_relay(mailbox: Mailbox, *, actor: Actor) -> None:
    """Let mail of this address take the general way again."""
    require(actor, "relay.manage")
    row = _locked(mailbox)
    if row is None:
        return
    row.delete()
    record(actor, "relay.removed", mailbox.address)


def send_test(*, actor: Actor, mailbox: Mailbox | None = None) -> None:
    """Send a mail to the actor's own address at once. Raises Refused with what the server said."""
    require(actor, "relay.manage")
    relay = current_relay(mailbox)
    if relay is None:
        raise Refused(_("No mail server is set yet."))
    sender = sender_of(mailbox or mailbox_for_group(None), actor.language)
    message = EmailMessage(
        subject=_("Test mail from Divan"),
        body=_("If you can read this, your help desk can send mail."),
        from_email=sender.address,
        to=[actor.email],
        connection=relay.connection(timeout=TEST_SECONDS),
    )
    try:
        message.send()
    except FetchFailed as failure:
        raise Refused(failure.sentence()) from failure
    except (OSError, smtplib.SMTPException) as failure:
        raise Refused(_("The server did not take the mail: %(reason)s") % {"reason": failure}) from failure


def _locked(mailbox: Mailbox | None) -> RelaySettings | None:
    return RelaySettings.objects.select_for_update().filter(mailbox=mailbox).first()


def _set_password(row: RelaySettings, data: RelayData) -> None:
    is_same = (row.host, row.username) == (data.host, data.username)
    if data.username and not data.password and not (is_same and row.sealed_password):
        raise Refused(_("Enter the password of this account on the server."), field="password")
    if data.username and data.security == Security.NONE:
        raise Refused(_("A password may only be sent over a protected connection."), field="security")
    if data.password or not data.username:
        row.sealed_password = seal(data.password, purpose=PURPOSE)


def _set_grant(row: RelaySettings, data: RelayData, mailbox: Mailbox | None) -> None:
    if mailbox is None:
        raise Refused(_("Only the server of one address can be used by OAuth 2."), field="sign_in")
    if not data.username:
        raise Refused(_("Enter the user name of the account."), field="username")
    give_access_to(mailbox, data.host, security=data.security, known=row.host)
