"""The whole sample organisation, as a step of the set-up."""

from __future__ import annotations

from datetime import timedelta

from divan.accounts.models import Group
from divan.accounts.set_up import SetUp
from divan.conversations import models as conversations
from divan.core import clock
from divan.core.actors import Actor
from divan.notifications import actions as notifications
from divan.samples.demo import articles, chats, forms, people, replies, tickets, workshop
from divan.tickets.models import Delivery, Form
from divan.tickets.readers import readers

UNREAD = timedelta(hours=20)
# The ready-made forms that have a group of their own in the sample organisation.
OWNERS = {"complaint": "quality", "job-application": "careers"}


def furnish(administrator: Actor, data: SetUp, first_group: Group) -> None:
    """Fill a new installation; runs in the transaction that creates it."""
    everybody = people.assemble(administrator, first_group)
    for form, group in OWNERS.items():
        Form.objects.filter(slug=form).update(group=everybody.groups[group])
    forms.set_up(administrator, first_group)
    articles.publish(administrator)
    replies.keep(administrator)
    tickets.play(everybody)
    workshop.equip(administrator)
    chats.open_chat(administrator)
    _settle()


def _settle() -> None:
    """Bring the readers of the log up to date without a word to anybody.

    What the sample people wrote counts as sent: nobody is mailed about what never happened.
    """
    Delivery.objects.all().delete()
    messages = conversations.Message.objects.filter(delivery=conversations.Delivery.QUEUED)
    messages.update(delivery=conversations.Delivery.SENT)
    for reader in readers.values():
        if reader.rebuild:
            reader.rebuild()
    notifications.mark_old_read(before=clock.now() - UNREAD)
