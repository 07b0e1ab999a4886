"""Nobody is there: the question from the frame becomes an ordinary ticket, answered by mail."""

from __future__ import annotations

from django.db import transaction

from divan.accounts.actions import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.chat.actions.starting import NewChat
from divan.conversations.actions import Draft
from divan.conversations.models import Channel
from divan.core.actors import Actor
from divan.tickets.actions import NewTicket, open_ticket
from divan.tickets.models import Ticket

LONGEST_SUBJECT = 80


def write_instead(new: NewChat, *, actor: Actor) -> Ticket:
    """Open the ticket for whoever the site names or the owner of the typed address, in the group of the topic.

    A typed address is only claimed: if it belongs to somebody already, the message is marked as unverified and nothing
    about them is changed or told. The same `start_key` twice is one ticket.
    """
    key = f"chat-form-{new.start_key}"
    if found := Ticket.objects.filter(submission_key=key).first():
        return found
    topic = new.site.topics.select_related("group").filter(pk=new.topic_id).first() if new.topic_id else None
    with transaction.atomic():
        is_known = User.objects.by_email(new.email) is not None
        here = installation()
        requester = find_or_create_customer(
            new.email, new.name, language=new.language, time_zone=here.time_zone if here else "UTC"
        )
        ticket = NewTicket(
            requester=requester,
            group=(topic or new.site).group,
            subject=subject_of(new.text),
            draft=Draft(
                text=new.text,
                attachments=new.attachments,
                upload_key=new.upload_key,
                author_id=requester.pk,
                author_name=new.name,
                is_verified=new.identified is not None or not is_known,
            ),
            channel=Channel.FORM,
            submission_key=key,
        )
        return open_ticket(ticket, actor=actor)


def subject_of(text: str) -> str:
    """The first words of a question, in whole words where there are any."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_SUBJECT:
        return line
    cut = line[: LONGEST_SUBJECT - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
