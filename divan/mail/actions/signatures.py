"""How letters of a group begin and end, written by people who may change the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record
from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.mail.models import Mailbox, Signature


@dataclass(frozen=True, slots=True)
class SignatureData:
    """Plain text with the placeholders of `letters.signatures`."""

    salutation: str
    text: str


@transaction.atomic
def set_signature(
    group: Group, mailbox: Mailbox | None, language: str, data: SignatureData, *, actor: Actor
) -> Signature:
    """Write the signature of a group, or of one of its mailboxes, in a language."""
    require(actor, "settings.manage")
    if mailbox and mailbox.group_id != group.pk:
        raise Refused(_("This address belongs to another group."))
    Group.objects.select_for_update().get(pk=group.pk)  # two who write the first one at once
    row = _locked(group, mailbox, language) or Signature(group=group, mailbox=mailbox, language=language)
    if row.pk and (row.salutation, row.text) == (data.salutation, data.text):
        return row
    row.salutation, row.text = data.salutation, data.text
    row.save()
    record(actor, "signature.set", mailbox or group, language=language)
    return row


@transaction.atomic
def remove_signature(group: Group, mailbox: Mailbox | None, language: str, *, actor: Actor) -> None:
    """Take a signature away; letters end without one, or with that of the group."""
    require(actor, "settings.manage")
    row = _locked(group, mailbox, language)
    if row is None:
        return
    row.delete()
    record(actor, "signature.removed", mailbox or group, language=language)


def _locked(group: Group, mailbox: Mailbox | None, language: str) -> Signature | None:
    rows = Signature.objects.select_for_update().filter(group=group, mailbox=mailbox, language=language)
    return rows.order_by("pk").first()  # the usual order joins tables that cannot be locked
