"""Our own addresses. A mailbox is never deleted, because mail that came in points to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.accounts.models import Group, User
from divan.accounts.models.users import clean_address
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.mail.models import Mailbox

# The signed tag of a reply address has to fit behind it into the 64 characters of a local part.
LONGEST_LOCAL_PART = 26


@dataclass(frozen=True, slots=True)
class MailboxData:
    """What a mailbox is made of."""

    address: str
    group: Group
    sender_name: str
    language: str
    is_default: bool
    is_active: bool
    authserv_id: str = ""


def create_mailbox(data: MailboxData, *, actor: Actor) -> Mailbox:
    """Add an address. Raises Refused if it cannot be one of ours."""
    require(actor, "settings.manage")
    if data.authserv_id:
        require(actor, "relay.manage")
    return _save(Mailbox(), data, actor, "mailbox.created")


def change_mailbox(mailbox: Mailbox, data: MailboxData, *, actor: Actor) -> Mailbox:
    """Change a mailbox. There is always exactly one default mailbox, and it is in use.

    Whose results about senders are believed is a matter of who chooses the servers, a permission of its own.
    """
    require(actor, "settings.manage")
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        if row.is_default and not (data.is_default and data.is_active):
            raise Refused(_("Make another address the default one first."), field="is_default")
        if data.authserv_id != row.authserv_id:
            require(actor, "relay.manage")
        return _save(row, data, actor, "mailbox.changed")


def _save(row: Mailbox, data: MailboxData, actor: Actor, kind: str) -> Mailbox:
    address = clean_address(data.address)
    require_usable(address, field="address", row=row)
    if data.is_default and not data.is_active:
        raise Refused(_("The default address must be in use."), field="is_active")
    try:
        with transaction.atomic():
            if data.is_default:
                Mailbox.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
            row.address, row.group = address, data.group
            row.sender_name, row.language = data.sender_name, data.language
            row.is_default, row.is_active = data.is_default, data.is_active
            row.authserv_id = data.authserv_id
            row.save()
            record(actor, kind, address)
    except IntegrityError as failure:
        raise Refused(_("This address is already one of ours."), field="address") from failure
    return row


def require_usable(address: str, *, field: str, row: Mailbox | None = None) -> None:
    """Raise Refused (at `field`) unless `address` can be ours: short, plain, and nobody else's."""
    local, _at, domain = address.rpartition("@")
    if not (local and domain and address.isascii()) or "+" in local or len(local) > LONGEST_LOCAL_PART:
        raise Refused(
            _("Use a short address of Latin letters without a plus sign, such as support@example.org."),
            field=field,
        )
    if User.objects.filter(email=address).exists():
        raise Refused(_("This address belongs to a person, who would get no mail any more."), field=field)
    if Mailbox.objects.filter(address=address).exclude(pk=(row.pk if row else 0) or 0).exists():
        raise Refused(_("This address is already one of ours."), field=field)
