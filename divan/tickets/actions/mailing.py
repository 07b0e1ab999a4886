"""Writing to somebody first: a mail that opens a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.actions import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import Group, User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.actions.answering import Then
from divan.tickets.actions.finishing import wait
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.log import batch
from divan.tickets.models import Ticket
from divan.tickets.recipients import Kind, Recipient, from_rows


@dataclass(frozen=True)
class NewMail:
    """A mail that starts a conversation: to the recipients of its draft, in the name of the group."""

    group: Group
    subject: str
    draft: Draft
    then: Then = Then.NOTHING


def compose(new: NewMail, *, actor: Actor) -> Ticket:
    """Open a ticket with a mail of ours: the first recipient is its requester, the others take part.

    The draft's `client_key` twice is one ticket. Raises Refused without anybody to write to.
    """
    recipients = from_rows(new.draft.recipients)
    open_ones = [one for one in recipients if one.kind != Kind.BCC]
    if not open_ones or open_ones[0].kind != Kind.TO:
        raise Refused(_("Say who it goes to."), field="recipients")
    with transaction.atomic(), batch():
        requester, *others = [person_at(one) for one in open_ones]
        ticket = open_ticket(
            NewTicket(
                requester=requester,
                group=new.group,
                subject=new.subject,
                draft=new.draft,
                channel=Channel.EMAIL,
                cc=tuple(others),
                submission_key=new.draft.client_key,
            ),
            actor=actor,
        )
        return wait(ticket, actor=actor) if new.then is Then.WAIT else ticket


def person_at(recipient: Recipient) -> User:
    """The person with that address; somebody new becomes a customer in the language of the help desk."""
    here = installation()
    return find_or_create_customer(
        recipient.address,
        recipient.name,
        language=here.default_language if here else "en",
        time_zone=here.time_zone if here else "UTC",
    )
