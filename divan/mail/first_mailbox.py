"""The part of mail in setting up: the support address becomes the first mailbox."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.accounts.models import Group, User
from divan.accounts.models.users import clean_address
from divan.accounts.set_up import SetUp
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.mail.models import Mailbox


def create_first_mailbox(actor: Actor, data: SetUp, group: Group) -> None:
    """Create the default mailbox. Raises Refused if the address is that of a person, who would get no mail."""
    address = clean_address(data.support_address)
    if User.objects.filter(email=address).exists():
        raise Refused(
            _("The support address must be another one than your own, because mail to it becomes tickets."),
            field="support_address",
        )
    Mailbox.objects.create(
        address=address,
        group=group,
        sender_name=data.organization,
        language=data.default_language,
        is_default=True,
    )
