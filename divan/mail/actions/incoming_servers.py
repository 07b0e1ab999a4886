"""Where the mail of an address is fetched from. Who chooses servers holds a permission of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.sealing import seal
from divan.mail.actions.grants import give_access_to
from divan.mail.fetching.accounts import PURPOSE
from divan.mail.models import FetchedFolder, FetchMark, IncomingServer, Mailbox, Security, SignIn
from divan.mail.own_network import is_inside

MOST_FOLDERS = 20
LONGEST_FOLDER = 200


@dataclass(frozen=True, slots=True)
class ServerData:
    """What the settings page asks for. An empty password leaves the stored one."""

    kind: str
    host: str
    port: int
    security: str
    sign_in: str
    username: str
    after: str
    password: str = field(default="", repr=False)
    folders: tuple[str, ...] = ("INBOX",)
    move_to: str = ""


@transaction.atomic
def set_incoming_server(mailbox: Mailbox, data: ServerData, *, actor: Actor) -> IncomingServer:
    """Say where mail is fetched from. Raises Refused for what cannot work or would give a password away.

    A stored password is never handed to another server or account than the one it was entered for.
    """
    require(actor, "relay.manage")
    row = _locked(mailbox) or IncomingServer(mailbox=mailbox)
    is_same = (row.kind, row.host, row.username) == (data.kind, data.host, data.username)
    _require_usable_folders(data)
    if data.sign_in == SignIn.OAUTH2:
        give_access_to(mailbox, data.host, security=data.security, known=row.host)
    else:
        _set_password(row, data)
    if not is_same:
        for remembered in (FetchMark, FetchedFolder):  # they tell apart messages of the other account
            remembered._default_manager.filter(server_id=row.pk).delete()
        row.last_fetch_at = row.last_success_at = None
    row.kind, row.host, row.port, row.security = data.kind, data.host, data.port, data.security
    row.sign_in, row.username, row.after = data.sign_in, data.username, data.after
    row.folders, row.move_to = "\n".join(data.folders), data.move_to
    _try_at_once(row)
    row.save()
    record(actor, "fetching.set", mailbox.address, server=str(row))
    return row


@transaction.atomic
def start_fetching(mailbox: Mailbox, *, actor: Actor) -> IncomingServer | None:
    """Fetch mail again, beginning at once; None if no server is set."""
    require(actor, "relay.manage")
    row = _locked(mailbox)
    if row is None or row.is_active:
        return row
    row.is_active = True
    _try_at_once(row)
    row.save(update_fields=["is_active", "failures", "last_error", "next_fetch_at"])
    record(actor, "fetching.started", mailbox.address)
    return row


@transaction.atomic
def stop_fetching(mailbox: Mailbox, *, actor: Actor) -> IncomingServer | None:
    """Fetch nothing until `start_fetching`; None if no server is set."""
    require(actor, "relay.manage")
    row = _locked(mailbox)
    if row is None or not row.is_active:
        return row
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(actor, "fetching.stopped", mailbox.address)
    return row


@transaction.atomic
def remove_incoming_server(mailbox: Mailbox, *, actor: Actor) -> None:
    """Forget the server, its password and what was fetched from it. Mail that was taken in stays."""
    require(actor, "relay.manage")
    row = _locked(mailbox)
    if row is None:
        return
    row.delete()
    record(actor, "fetching.removed", mailbox.address)


def _locked(mailbox: Mailbox) -> IncomingServer | None:
    return IncomingServer.objects.select_for_update().filter(mailbox=mailbox).first()


def _try_at_once(row: IncomingServer) -> None:
    row.failures, row.last_error, row.next_fetch_at = 0, "", None


def _set_password(row: IncomingServer, data: ServerData) -> None:
    is_same = (row.host, row.username) == (data.host, data.username)
    if not data.password and not (is_same and row.sealed_password):
        raise Refused(_("Enter the password of this account on the server."), field="password")
    if data.security == Security.NONE and not is_inside(data.host):
        raise Refused(_("A password may only be sent over a protected connection."), field="security")
    if data.password:
        row.sealed_password = seal(data.password, purpose=PURPOSE)


def _require_usable_folders(data: ServerData) -> None:
    if data.kind == IncomingServer.Kind.IMAP and not 0 < len(data.folders) <= MOST_FOLDERS:
        raise Refused(_("Name between one and 20 folders, each on a line of its own."), field="folders")
    if any(len(name) > LONGEST_FOLDER for name in data.folders):
        raise Refused(_("The name of a folder is too long."), field="folders")
    if data.after != IncomingServer.After.MOVE:
        return
    if data.kind != IncomingServer.Kind.IMAP:
        raise Refused(_("POP3 knows no folders: choose another way."), field="after")
    if not data.move_to or data.move_to in data.folders:
        raise Refused(_("Name a folder that mail is not fetched from."), field="move_to")
