"""The part of mail in setting up: the support address becomes the first mailbox."""

from __future__ import annotations

from divan.accounts.models import Group
from divan.accounts.models.users import clean_address
from divan.accounts.set_up import SetUp
from divan.core.actors import Actor
from divan.mail.actions.mailboxes import require_usable
from divan.mail.models import Mailbox


def create_first_mailbox(actor: Actor, data: SetUp, group: Group) -> None:
    """Create the default mailbox. Raises Refused if the address cannot be ours, or is the administrator's."""
    address = clean_address(data.support_address)
    require_usable(address, field="support_address")
    Mailbox.objects.create(
        address=address,
        group=group,
        sender_name=data.organization,
        language=data.default_language,
        is_default=True,
    )
